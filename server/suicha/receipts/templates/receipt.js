// Says whether a file is what was received. It is read and hashed in this browser and sent nowhere:
// the page's policy lets nothing out. Only a file of the very size is read, so that none is too large.
const section = document.querySelector('#compare')
const input = section.querySelector('input')
const drop = section.querySelector('.drop')
const own = section.querySelector('[data-own]')
const name = section.querySelector('[data-file]')
let turn = 0 // the newest file counts, however long an earlier one takes

function show(state) {
  for (const each of section.querySelectorAll('[data-when]'))
    each.hidden = each.dataset.when !== state
}

function tell(element, text) {
  element.textContent = text
  element.hidden = text === ''
}

async function hashed(file) {
  // The browser hashes beside the page, which stays responsive.
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
}

async function found(file) {
  if (file.size !== Number(section.dataset.size))
    return { state: 'size', hash: '' }
  if (!globalThis.crypto?.subtle)
    return { state: 'unable', hash: '' }
  try {
    const hash = await hashed(file)
    return { state: hash === section.dataset.sha256 ? 'yes' : 'no', hash }
  }
  catch {
    return { state: 'failed', hash: '' }
  }
}

async function compare(file) {
  const mine = ++turn
  show('working')
  tell(own, '')
  tell(name, `${file.name} · ${file.size}`)
  const { state, hash } = await found(file)
  if (mine !== turn)
    return
  show(state)
  section.querySelector(`[data-when=${state}]`).scrollIntoView({ block: 'nearest' })
  tell(own, hash && `SHA-256 ${hash}`)
}

input.addEventListener('change', () => {
  if (input.files[0])
    void compare(input.files[0])
  input.value = '' // the same file may be chosen again
})
for (const kind of ['dragover', 'dragleave', 'drop']) {
  // On the whole page: a file dropped beside the field must not be opened in its place.
  addEventListener(kind, (event) => {
    event.preventDefault()
    drop.classList.toggle('over', kind === 'dragover')
  })
}
addEventListener('drop', ({ dataTransfer }) => {
  if (dataTransfer.files[0])
    void compare(dataTransfer.files[0])
})
section.querySelector('.offer').hidden = false
show('')
