export type Tone = 'ok' | 'warn' | 'stop' | 'plain' | 'mute'

/** The shape that goes with each light; the quiet tones have none. */
export const shapes: Record<Tone, string> = { ok: '●', warn: '▲', stop: '■', plain: '', mute: '' }
