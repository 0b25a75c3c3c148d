/** Hands a place over to a map app; nothing is asked of any network by us. */
import type { Point } from './place'
import gcoord from 'gcoord'

export type MapApp = 'system' | 'apple' | 'amap' | 'baidu' | 'tencent'
export type Platform = 'android' | 'ios' | 'other'

/** Which maps the phone's maker and its laws expect, by what the browser says of itself. */
export function platformOf({ userAgent, maxTouchPoints = 0 }: { userAgent: string, maxTouchPoints?: number }): Platform {
  if (/Android|HarmonyOS/i.test(userAgent))
    return 'android'
  // An iPad presents itself as a Mac; a Mac has no touch.
  return /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1) ? 'ios' : 'other'
}

/** The choices in the order in which they are offered. */
export function mapApps(platform: Platform): MapApp[] {
  const chinese: MapApp[] = ['amap', 'baidu', 'tencent']
  if (platform === 'android')
    return ['system', ...chinese]
  return platform === 'ios' ? ['apple', ...chinese] : chinese
}

const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6

/** Chinese maps draw in GCJ-02: a WGS-84 place would stand some hundred metres beside the gate. */
function gcj02({ lat, lon }: Point): Point {
  const [east, north] = gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02)
  return { lat: round(north), lon: round(east) }
}

const pair = ({ lat, lon }: Point) => `${lat},${lon}`

type Address = (place: Point, name: string, platform: Platform) => string

const apps: Record<MapApp, Address> = {
  // RFC 5870; WGS-84 by its definition. `q` gives it a name where the app reads one.
  system: (place, name) => `geo:${pair(place)}?q=${pair(place)}(${name})`,
  // Apple's maps take WGS-84 everywhere but in China, where they show GCJ-02.
  apple: (place, name) => `https://maps.apple.com/?daddr=${pair(gcj02(place))}&q=${name}`,
  amap: (place, name, platform) => amap(gcj02(place), name, platform),
  baidu: (place, name) => `baidumap://map/direction?destination=name:${name}|latlng:${pair(gcj02(place))}&coord_type=gcj02&src=suicha`,
  tencent: (place, name) => `qqmap://map/routeplan?type=drive&to=${name}&tocoord=${pair(gcj02(place))}&referer=suicha`,
}

function amap({ lat, lon }: Point, name: string, platform: Platform): string {
  const scheme = platform === 'ios' ? 'iosamap://path' : 'amapuri://route/plan/'
  return `${scheme}?sourceApplication=suicha&dlat=${lat}&dlon=${lon}&dname=${name}&dev=0&t=0`
}

/** At a desk no app answers; the same makers have pages. */
const pages: Partial<Record<MapApp, Address>> = {
  amap: (place, name) => `https://uri.amap.com/marker?position=${gcj02(place).lon},${gcj02(place).lat}&name=${name}&coordinate=gaode&src=suicha`,
  baidu: (place, name) => `https://api.map.baidu.com/marker?location=${pair(gcj02(place))}&title=${name}&content=${name}&output=html&coord_type=gcj02&src=suicha`,
  tencent: (place, name) => `https://apis.map.qq.com/uri/v1/marker?marker=coord:${pair(gcj02(place))};title:${name}&referer=suicha`,
}

// Brackets too: in a geo: address they end the name.
const encoded = (name: string) => encodeURIComponent(name).replaceAll('(', '%28').replaceAll(')', '%29')

/** The address that opens a map with the way to a place (WGS-84). */
export function mapUri(app: MapApp, place: Point, name: string, platform: Platform): string {
  const address = (platform === 'other' && pages[app]) || apps[app]
  return address(place, encoded(name), platform)
}
