import type { Got } from '../desk/wire'
import { exactTime } from '../desk/times'
import { bytes } from '../parts/bytes'
import { distanceWords } from '../spot-check/place'
import { wordsOfCode } from '../words/refusals'
import { words } from './words'

/** What the server knows of a photo (photos/evidence.py). */
export type Evidence = Got<'/api/v1/hazards/{hazard_id}'>['photos'][number]
export type Doubt = Evidence['doubts'][number]
type Whereabouts = NonNullable<Evidence['place']>

/** One thing that is known of a photo, in words; `isDoubtful` where a person should look at it. */
export interface Line { term: string, text: string, isDoubtful: boolean }

const second = 1000
const spans = [['day', 86_400 * second], ['hour', 3600 * second], ['minute', 60 * second], ['second', second]] as const

/** A span of time for the eye, in its largest unit that it fills twice, else in the next smaller. */
export function spanWords(milliseconds: number): string {
  const span = Math.abs(milliseconds)
  const [unit, length] = spans.find(([, length]) => span >= 2 * length) ?? spans[3]
  return words(unit, { n: Math.round(span / length) })
}

const degrees = (lat: number, lon: number) => `${lat.toFixed(5)}, ${lon.toFixed(5)}`

function fileLine({ state, received_at: at, reason }: Evidence): string {
  if (state === 'set_aside')
    return words('aside', { reason: wordsOfCode(reason ?? '') })
  return at ? words('whole', { time: exactTime(at) }) : words('awaited')
}

function clockLine({ clock_offset_ms: offset }: Evidence): string {
  if (offset === null)
    return words('clockUnknown')
  if (Math.abs(offset) < second)
    return words('clockRight')
  return words(offset > 0 ? 'clockBehind' : 'clockAhead', { span: spanWords(offset) })
}

function fixLine({ position, source }: Evidence): string {
  if (!position)
    return words(source === 'album' ? 'noFixAlbum' : 'noFix')
  const how = (['gps', 'network'] as const).find(one => one === position.source) ?? 'unknown'
  return words('fixed', {
    place: degrees(position.lat, position.lon),
    accuracy: `${Math.round(position.accuracy_m)} m`,
    age: position.fix_age_ms < second ? words('justThen') : words('agoThen', { span: spanWords(position.fix_age_ms) }),
    source: words(how),
  })
}

function where({ inside, distance_m: metres }: Whereabouts, errorMetres: number): string {
  const distance = metres < 10 ? `${Math.ceil(metres)} m` : distanceWords(metres)
  if (inside === null)
    return words('undrawn', { distance })
  if (inside)
    return words('inside')
  return words(metres > errorMetres ? 'outside' : 'outsideWithin', { distance })
}

function originalLine({ original, marked_of: base }: Evidence): string {
  if (base)
    return words('originalMarked', { base: base.slice(0, 8) })
  if (!original)
    return words('originalNone')
  if (original.state === 'promised' && original.asked_at)
    return words('originalAsked', { size: bytes(original.size), time: exactTime(original.asked_at) })
  if (original.reason === 'photo.expired')
    return words('originalExpired', { size: bytes(original.size) })
  const is = { promised: 'originalOwed', received: 'originalHere', rendered: 'originalHere', set_aside: 'originalAside' } as const
  return words(is[original.state], { size: bytes(original.size) })
}

function writtenLine({ written, original, taken_at: said, doubts }: Evidence): string {
  if (!written)
    return words('unread')
  const { taken_at: at, zone_said: isZoned, gps_at: gps, lat, lon, place, device } = written
  const told = [
    at && words(isZoned ? 'writtenAt' : 'writtenAtHome', { time: exactTime(at) }),
    at && doubts.includes('file_other_time') && words('differs', { span: spanWords(Date.parse(at) - Date.parse(said)) }),
    gps && words('satellite', { time: exactTime(gps) }),
    lat !== null && lon !== null && place && words('writtenPlace', { place: degrees(lat, lon), where: where(place, 0) }),
    device && words('device', { device }),
  ].filter(phrase => typeof phrase === 'string' && phrase !== '')
  if (told.length === 0)
    return words(original?.state === 'promised' ? 'unreadOriginal' : 'nothing')
  return told.join(words('comma'))
}

/** All that is known of a photo, one line for each thing; only what was really checked is said. */
export function linesOf(photo: Evidence): Line[] {
  const isTold = (...doubts: Doubt[]) => doubts.some(doubt => photo.doubts.includes(doubt))
  const taken = { time: exactTime(photo.taken_at) }
  const lines: (Line | null)[] = [
    { term: words('file'), text: fileLine(photo), isDoubtful: isTold('set_aside') },
    { term: words('source'), text: words(photo.source === 'album' ? 'album' : 'camera'), isDoubtful: isTold('album') },
    { term: words('taken'), text: words(isTold('taken_before') ? 'before' : 'byPhone', taken), isDoubtful: isTold('taken_before') },
    { term: words('clock'), text: clockLine(photo), isDoubtful: isTold('clock_off') },
    { term: words('fix'), text: fixLine(photo), isDoubtful: isTold('no_fix', 'fix_inaccurate', 'fix_old') },
    photo.place && { term: words('place'), text: where(photo.place, photo.position?.accuracy_m ?? 0), isDoubtful: isTold('outside') },
    { term: words('original'), text: originalLine(photo), isDoubtful: false },
    { term: words('written'), text: writtenLine(photo), isDoubtful: isTold('file_elsewhere', 'file_other_time') },
  ]
  return lines.filter(line => line !== null)
}
