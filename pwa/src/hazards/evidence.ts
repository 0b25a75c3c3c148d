import type { HazardDetail } from './queue'
import { words } from './words'

type Photo = HazardDetail['photos'][number]

const held = ['received', 'rendered']

function count(photos: readonly Photo[], is: (photo: Photo) => boolean): number {
  return photos.filter(is).length
}

/** What is known of a hazard's photos, each as one short phrase; only what was really checked is said. */
export function evidence(photos: readonly Photo[]): string[] {
  const here = photos.filter(({ state }) => held.includes(state))
  const awaited = count(photos, ({ state }) => state === 'promised')
  const aside = count(photos, ({ state }) => state === 'set_aside')
  const inside = count(photos, photo => photo.inside_boundary === true)
  const outside = count(photos, photo => photo.inside_boundary === false)
  const nowhere = count(photos, photo => photo.inside_boundary === null)
  const album = count(photos, ({ source }) => source === 'album')
  return [
    photos.length === 0 ? words('noPhotos') : words('photos', { n: photos.length }),
    here.length > 0 && words('hashRight', { n: here.length }),
    awaited > 0 && words('photosAwaited', { n: awaited }),
    aside > 0 && words('photosAside', { n: aside }),
    inside > 0 && words('photosInside', { n: inside }),
    outside > 0 && words('photosOutside', { n: outside }),
    nowhere > 0 && words('photosNowhere', { n: nowhere }),
    album > 0 && words('photosFromAlbum', { n: album }),
  ].filter(phrase => phrase !== false)
}

/** What a person should look at before relying on the photos. */
export const isDoubtful = ({ state, source, inside_boundary: inside }: Photo) => state === 'set_aside' || source === 'album' || inside === false
