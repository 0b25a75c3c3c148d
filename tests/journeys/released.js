// A phone as release 0.1.0 left it: version 1 of its records, word for word (pwa/tests/store/upgrade.test.ts),
// with a full outbox. Run on a page of the same origin that is not the app.
async ({ me, device, check, lists, items, party, answers, hazards }) => {
  localStorage.setItem('suicha.me', JSON.stringify(me))
  localStorage.setItem('suicha.device', device)
  const hex = bytes => [...new Uint8Array(bytes)].map(byte => byte.toString(16).padStart(2, '0')).join('')
  const at = new Date().toISOString()
  const opening = indexedDB.open(`suicha-${me.id}`, 1)
  opening.onupgradeneeded = () => {
    const db = opening.result
    db.createObjectStore('rows', { keyPath: ['kind', 'id'] }).createIndex('kind', 'kind')
    db.createObjectStore('drafts', { keyPath: 'key' })
    const outbox = db.createObjectStore('outbox', { keyPath: 'id' })
    outbox.createIndex('queue', ['state', 'command.seq'])
    outbox.createIndex('check', 'checkId')
    outbox.createIndex('attention', 'attention')
    db.createObjectStore('photos', { keyPath: 'id' }).createIndex('check', 'checkId')
    db.createObjectStore('bytes')
    db.createObjectStore('meta')
  }
  const db = await new Promise((done) => { opening.onsuccess = () => done(opening.result) })
  const fresh = { settledAt: null, receipt: null, flags: [], code: null, details: {}, correctedBy: null, attention: null }
  let seq = 0
  const entry = (name, args) => {
    seq += 1
    const id = crypto.randomUUID().replace(/-4/, '-7')
    const command = { name, args: { spot_check_id: check, ...args }, id, v: 1, made_at: at, seq }
    return { ...fresh, id, checkId: check, command, state: 'unsent' }
  }
  const picture = async (n) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 })
    const context = canvas.getContext('2d')
    context.fillText(`${check} ${n}`, 10, 100)
    const bytes = await new Promise(done => canvas.toBlob(blob => done(blob.arrayBuffer()), 'image/png'))
    const file = { sha256: hex(await crypto.subtle.digest('SHA-256', bytes)), size: bytes.byteLength, media_type: 'image/png' }
    return { id: crypto.randomUUID(), bytes, file }
  }
  const entries = [entry('spot_check.start', { started_at: at, position: null })]
  for (let n = 0; n < answers; n += 1) {
    const said = { result: 'nonconforming', deduction: 0, note: `第 ${n + 1} 次` }
    entries.push(entry('spot_check.answer', { checklist_version_id: lists[1], answers: { [items[1]]: said } }))
  }
  const photos = []
  for (let n = 0; n < hazards; n += 1) {
    const { id, bytes, file } = await picture(n)
    const report = entry('hazard.report', {
      hazard_id: crypto.randomUUID().replace(/-4/, '-7'), checklist_version_id: lists[1], item_id: items[1],
      description: `旧版隐患 ${n}`, location: '2# 楼', clause: 'GB 1 1.1', grade: 'general', due_on: '2030-01-04', party_id: party,
      photos: [{ ...file, original: null, taken_at: at, source: 'camera', position: null }],
    })
    const rendition = { ...file, state: 'unsent', code: null, sentAt: null, attempts: 0 }
    const photo = { id, checkId: check, takenAt: at, source: 'camera', position: null, state: 'ready', mediaType: 'image/png', rendition, original: null, promisedBy: report.id }
    entries.push(report)
    photos.push({ photo, bytes })
  }
  const writing = db.transaction(['drafts', 'outbox', 'photos', 'bytes', 'meta'], 'readwrite')
  entries.forEach(each => writing.objectStore('outbox').put(each))
  for (const { photo, bytes } of photos) {
    writing.objectStore('photos').put(photo)
    writing.objectStore('bytes').put(bytes, `${photo.id}/rendition`)
  }
  const sheet = { answers: { [items[0]]: { result: 'conforming', deduction: 0, note: '' } }, at: items[0], changed: true }
  writing.objectStore('drafts').put({ key: `check/${check}/start`, value: { startedAt: at, position: null }, savedAt: at })
  writing.objectStore('drafts').put({ key: `check/${check}/sheet/${lists[0]}`, value: sheet, savedAt: at })
  writing.objectStore('meta').put(seq, 'seq')
  writing.objectStore('meta').put('where-it-stood', 'cursor')
  await new Promise((done, fail) => Object.assign(writing, { oncomplete: done, onabort: () => fail(writing.error) }))
  db.close()
}
