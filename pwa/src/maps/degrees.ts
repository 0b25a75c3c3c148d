import type { LonLat } from './datum'

/** One line of coordinates as people, surveyors and map services write it. Pure. */

/** The northernmost degrees of China's land; a number beyond is a longitude. */
const northernmost = 54
const sixty = 60
const decimals = 7

/** Each mark in the one way in which the patterns below know it; the longer words first. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/[（）()[\]\s]+/g, ' '],
  [/北纬|北/g, 'N'],
  [/南纬|南/g, 'S'],
  [/东经|东/g, 'E'],
  [/西经|西/g, 'W'],
  [/纬度/g, '纬'],
  [/经度/g, '经'],
  [/：/g, ':'],
  [/[°º˚度]/g, '°'],
  [/''|′′|[″”“"＂秒]/g, '″'],
  [/[′’‘'＇分]/g, '′'],
  [/ ([°′″])/g, '$1'],
  // What belongs to one number stands together, so that a space only parts two.
  [/([°′]) (?=[\d.]+[′″])/g, '$1'],
]
const axes: Record<string, 'lat' | 'lon'> = { N: 'lat', S: 'lat', 纬: 'lat', E: 'lon', W: 'lon', 经: 'lon' }
const backward = new Set(['S', 'W'])
const angle = /^(?<before>[NSEW纬经]?)(?<minus>-?)(?<number>\d+(?:\.\d+)?°?|\d+°\d+(?:\.\d+)?′|\d+°\d+′\d+(?:\.\d+)?″)(?<after>[NSEW纬经]?)$/

interface Angle { degrees: number, axis: 'lat' | 'lon' | undefined, isMarked: boolean }

/** Letters go to the number that they name: the one behind them where a line begins with one. */
function parted(text: string): string[] {
  const spelt = spellings.reduce((each, [from, to]) => each.replace(from, to), text.toUpperCase()).trim()
  const lettered = spelt.replace(/ ?([NSEW纬经]) ?:? ?/g, spelt.charAt(0) in axes ? ' $1' : '$1 ')
  return lettered.split(/[ ,，;；、]/).filter(Boolean)
}

/** Degrees with their minutes and seconds as one number; null where there are sixty of those or more. */
function sumOf(number: string): number | null {
  const [degrees = 0, ...rest] = number.split(/[°′″]/).filter(Boolean).map(Number)
  const [minutes = 0, seconds = 0] = rest
  if (Math.max(...rest) >= sixty)
    return null
  return rest.length === 0 ? degrees : Number((degrees + minutes / sixty + seconds / sixty ** 2).toFixed(decimals))
}

function angleOf(text: string): Angle | null {
  const { before = '', minus = '', number = '', after = '' } = angle.exec(text)?.groups ?? {}
  const letter = before || after
  const isBackward = backward.has(letter)
  const size = number ? sumOf(number) : null
  if (size === null || (before && after) || (minus && isBackward))
    return null
  return { degrees: minus || isBackward ? -size : size, axis: axes[letter], isMarked: number.includes('°') }
}

/** Which comes first is said by letters, or by the numbers: in China none can be both a latitude and a longitude. */
function isLonFirst(first: Angle, second: Angle): boolean {
  if (first.axis ?? second.axis)
    return first.axis === 'lon' || second.axis === 'lat'
  return Math.abs(first.degrees) > northernmost
}

/** Reads a corner, or null. Of a number with ° beside one without, the latter may be its minutes: nobody guesses. */
export function cornerOf(text: string): LonLat | null {
  const [first, second, ...rest] = parted(text).map(angleOf)
  if (!first || !second || rest.length > 0 || first.isMarked !== second.isMarked)
    return null
  if (first.axis && first.axis === second.axis)
    return null
  return isLonFirst(first, second) ? [first.degrees, second.degrees] : [second.degrees, first.degrees]
}

/** Whether a line that cannot be read holds degrees with minutes whose marks are missing: `30°12.345`, `30:12`. */
export function hasMinutes(text: string): boolean {
  return /[\d°º˚度]\s?[:：]\s?\d|[°º˚度]\s?\d/.test(text)
}
