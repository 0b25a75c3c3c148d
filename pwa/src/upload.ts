/** How much of a body has gone out, as a fraction. */
export type Tell = (fraction: number) => void

const answerOf = (asked: XMLHttpRequest) => new Response(asked.response as Blob, {
  status: asked.status,
  headers: { 'Content-Type': asked.getResponseHeader('Content-Type') ?? '' },
})

/** `fetch` by the older way, the only one by which browsers tell how much of a body has gone out. */
export function watched(tell: Tell): (request: Request) => Promise<Response> {
  return async (request) => {
    const bytes = await request.blob()
    const asking = new XMLHttpRequest()
    asking.open(request.method, request.url)
    request.headers.forEach((value, name) => asking.setRequestHeader(name, value))
    asking.responseType = 'blob'
    asking.upload.onprogress = ({ loaded, total, lengthComputable }) => lengthComputable && tell(loaded / total)
    return new Promise((resolve, reject) => {
      asking.onload = () => resolve(answerOf(asking))
      // As fetch does without a network.
      asking.onerror = asking.onabort = asking.ontimeout = () => reject(new TypeError('Failed to fetch'))
      asking.send(bytes)
    })
  }
}
