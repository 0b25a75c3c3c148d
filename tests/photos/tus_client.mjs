// tus-js-client, driven by test_tus_clients.py: one upload as asked for, told as JSON.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'

// From the folder that we are started in, the PWA's: it has the packages.
const tus = createRequire(`${process.cwd()}/`)('tus-js-client')
const asked = JSON.parse(process.argv[2])
const bytes = readFileSync(asked.file)
const sha256 = createHash('sha256').update(bytes).digest('hex')
const heard = []

function tell(outcome) {
  process.stdout.write(JSON.stringify({ outcome, heard }))
  process.exit(0)
}

const upload = new tus.Upload(bytes, {
  endpoint: asked.endpoint,
  headers: asked.headers,
  metadata: { sha256: asked.name ?? sha256 },
  chunkSize: asked.chunk,
  uploadDataDuringCreation: asked.during_creation,
  retryDelays: asked.retries,
  // Its own takes the first 64 KiB and the size: two photos of one camera can be alike in both.
  fingerprint: async () => sha256,
  urlStorage: new tus.FileUrlStorage(asked.urls),
  onAfterResponse: (request, answer) => {
    heard.push(`${request.getMethod()} ${answer.getStatus()}`)
  },
  onChunkComplete: (_, accepted) => {
    if (asked.stop_at && accepted >= asked.stop_at)
      upload.abort().then(() => tell('stopped'))
  },
  onError: error => tell(JSON.parse(error.originalResponse.getBody()).code),
  onSuccess: () => tell('sent'),
})

const [earlier] = await upload.findPreviousUploads()
if (earlier)
  upload.resumeFromPreviousUpload({ ...earlier, uploadUrl: asked.expired ?? earlier.uploadUrl })
upload.start()
