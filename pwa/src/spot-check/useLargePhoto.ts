import type { Photo } from '../store'
import { ref, watch } from 'vue'
import { watermarked } from '../camera'
import { useObjectUrl } from '../parts/useObjectUrl'
import { store } from '../phone'
import { readBytes } from '../store'

/** A photo of this phone's own at its full size, with its watermark or without. */
export function useLargePhoto(photo: () => Photo, lines: () => string[], isWatermarked: () => boolean) {
  const { url, show } = useObjectUrl()
  const failed = ref(false)
  let latest = 0

  async function draw(now: number) {
    const { id, rendition } = photo()
    const bytes = rendition && await readBytes(store(), id, 'rendition')
    if (!bytes)
      return
    const picture = new Blob([bytes], { type: rendition.media_type })
    // What this phone cannot decode it cannot draw on; the browser's own picture says whether it can be seen.
    const drawn = isWatermarked() ? await watermarked(picture, lines()).catch(() => picture) : picture
    if (now === latest)
      show(drawn)
  }

  watch([() => `${photo().id} ${photo().state}`, () => lines().join('\n'), isWatermarked], () => {
    failed.value = false
    latest += 1
    void draw(latest)
  }, { immediate: true })
  return { url, failed }
}
