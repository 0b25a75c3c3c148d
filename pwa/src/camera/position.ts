import type { Position } from '../store/commands'

const patienceMs = 5_000
/** A fix that old is still where the inspector stands. */
const freshMs = 60_000

/**
 * Where the phone is (WGS-84), with accuracy and the age of the fix; null without permission or in time.
 * Browsers do not tell whether satellites or networks were asked, so the source is unknown.
 */
export async function locate(): Promise<Position | null> {
  const { geolocation } = navigator
  // Web views without the permission have none, whatever the types say.
  if (!geolocation)
    return null
  return new Promise((resolve) => {
    geolocation.getCurrentPosition(
      ({ coords, timestamp }) => resolve({
        lat: coords.latitude,
        lon: coords.longitude,
        accuracy_m: Math.round(coords.accuracy),
        fix_age_ms: Math.max(0, Math.round(Date.now() - timestamp)),
        source: 'unknown',
      }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: patienceMs, maximumAge: freshMs },
    )
  })
}
