import type { HazardDetail } from './queue'
import { besideBase } from './beside'
import { words } from './words'

type Photo = HazardDetail['photos'][number]
/** A photo and which side of the rectification it shows. */
export type Evidence = Photo & { side: 'before' | 'after' }

const held = ['received', 'rendered']

/** All photos of a hazard, those of its finding first: so they are counted, shown and drawn. */
export function evidenceOf({ photos, after_photos: after }: Pick<HazardDetail, 'photos' | 'after_photos'>): Evidence[] {
  return [
    ...besideBase(photos).map(photo => ({ ...photo, side: 'before' as const })),
    ...besideBase(after).map(photo => ({ ...photo, side: 'after' as const })),
  ]
}

function count(photos: readonly Photo[], is: (photo: Photo) => boolean): number {
  return photos.filter(is).length
}

/** What is known of a hazard's photos, each as one short phrase; only what was really checked is said. */
export function evidence(all: readonly Photo[]): string[] {
  // A marked copy is a file that is owed and comes, but no second photo of anything.
  const photos = all.filter(({ marked_of: base }) => base === null)
  const copies = all.length - photos.length
  const here = all.filter(({ state }) => held.includes(state))
  const awaited = count(all, ({ state }) => state === 'promised')
  const aside = count(all, ({ state }) => state === 'set_aside')
  const inside = count(photos, photo => photo.inside_boundary === true)
  const outside = count(photos, photo => photo.inside_boundary === false)
  const nowhere = count(photos, ({ position }) => position === null)
  const undrawn = count(photos, photo => photo.place?.inside === null)
  const album = count(photos, ({ source }) => source === 'album')
  return [
    all.length === 0 ? words('noPhotos') : words('photos', { n: photos.length }),
    copies > 0 && words('copies', { n: copies }),
    here.length > 0 && words('hashRight', { n: here.length }),
    awaited > 0 && words('photosAwaited', { n: awaited }),
    aside > 0 && words('photosAside', { n: aside }),
    inside > 0 && words('photosInside', { n: inside }),
    outside > 0 && words('photosOutside', { n: outside }),
    undrawn > 0 && words('photosUndrawn', { n: undrawn }),
    nowhere > 0 && words('photosNowhere', { n: nowhere }),
    album > 0 && words('photosFromAlbum', { n: album }),
  ].filter(phrase => phrase !== false)
}

/** Where a photo was taken, in words. */
export function placeOf({ place }: Pick<Photo, 'place'>): string {
  if (!place)
    return words('nowhere')
  if (place.inside === null)
    return words('undrawn')
  return words(place.inside ? 'inside' : 'outside')
}

/** What a person should look at before relying on the photos. */
export const isDoubtful = ({ doubts }: Pick<Photo, 'doubts'>) => doubts.length > 0
