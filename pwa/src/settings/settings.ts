import type { Got, Sent } from '../desk/wire'
import { api, body } from '../api'

export type Setting = Got<'/api/v1/settings'>[number]
export type DatedNumber = Setting['in_force']
export type NewNumber = Sent<'/api/v1/settings'>

export const readSettings = async (): Promise<Setting[]> => body(api.GET('/api/v1/settings'))

/** Sets a number from a day on; answers all settings as they stand then. */
export const setNumber = async (number: NewNumber): Promise<Setting[]> => body(api.POST('/api/v1/settings', { body: number }))
