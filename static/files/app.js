// Conveniences on top of pages that work without: search in place, suggestions, the shortlist, copy buttons.
'use strict'

const $ = (selector, root = document) => root.querySelector(selector)
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)]

// ---- search in place: a form marked data-live and the element with id "results" that its answers replace ----

const live = $('form[data-live]')
let running // AbortController of the request on its way
let timer

// Where the visitor was on each address: going back lands there again.
const here = () => location.pathname + location.search
let at = here()
const leave = () => sessionStorage.setItem('scroll ' + at, scrollY)
const recall = () => +(sessionStorage.getItem('scroll ' + at) ?? 0)

// formURL is the address the form would go to, without empty fields and with a town's key instead of its name.
function formURL(form) {
  const params = new URLSearchParams()
  for (const [name, value] of new FormData(form)) {
    const text = value.trim()
    if (text) params.append(name, name === 'near' ? placeKey(form, text) : text)
  }
  if (!params.has('near')) params.delete('radius')
  if (params.get('sort') === 'best') params.delete('sort')
  const query = params.toString()
  return form.action + (query ? '?' + query : '')
}

function placeKey(form, text) {
  const { dataset, defaultValue } = form.elements.near
  return dataset.key && text === (dataset.name ?? defaultValue) ? dataset.key : text
}

// show fetches the fragment at url and puts it in place. mode is 'push', 'replace' or 'none' for the history.
async function show(url, mode, scroll) {
  clearTimeout(timer)
  running?.abort()
  const mine = running = new AbortController()
  const old = $('#results')
  old.setAttribute('aria-busy', 'true')
  let html
  try {
    const answer = await fetch(url, { headers: { 'X-Fragment': 'results' }, signal: mine.signal })
    if (!answer.ok) throw new Error(answer.status)
    html = await answer.text()
  } catch {
    if (!mine.signal.aborted) location.href = url
    return
  }
  if (mine !== running) return
  const fresh = $('#results', new DOMParser().parseFromString(html, 'text/html'))
  if (!fresh) { location.href = url; return }
  swap(old, fresh, mode === 'none')
  const to = fresh.dataset.url || url
  if (mode === 'push' && to !== here()) {
    leave()
    history.pushState(null, '', to)
  } else if (mode === 'replace') history.replaceState(history.state, '', to)
  at = here()
  document.title = fresh.dataset.title
  announce($('h1, h2', fresh)?.textContent)
  if (scroll !== undefined) scrollTo({ top: scroll, behavior: 'instant' })
}

// swap replaces the results and keeps what the visitor had: focus, open groups, the sheet of a phone.
function swap(old, fresh, syncText) {
  const focus = document.activeElement
  const sheet = $('#facets', old)?.matches(':popover-open')
  const sheetAt = $('#facets', old)?.scrollTop
  for (const group of $$('details[id]', old)) {
    const twin = fresh.querySelector('#' + CSS.escape(group.id))
    if (twin) twin.open = group.open
  }
  const inside = old.contains(focus)
  old.replaceWith(fresh)
  if (sheet) { $('#facets').showPopover(); $('#facets').scrollTop = sheetAt }
  if (inside) (document.getElementById(focus.id) ?? $('[tabindex="-1"]', fresh))?.focus({ preventScroll: true })
  syncForm(fresh.dataset, syncText)
  drawShortlist()
}

// syncForm sets the fields outside the results to what was answered; not the text while somebody types.
function syncForm(data, withText) {
  const { q, near, radius } = live.elements
  if (q && (withText || document.activeElement !== q)) q.value = data.q ?? ''
  if (near && 'near' in data && document.activeElement !== near) {
    near.value = data.near
    near.dataset.key = data.key
    near.dataset.name = data.near
  }
  if (radius && data.radius) radius.value = data.radius
}

function announce(text) {
  const status = $('#announce')
  if (status && text) status.textContent = text
}

function refresh(mode, delay) {
  clearTimeout(timer)
  timer = setTimeout(() => show(formURL(live), mode), delay)
}

if (live) {
  let typed = false // one step back for a whole word, not for each letter
  live.addEventListener('submit', event => { event.preventDefault(); typed = false; closeLists(); refresh('push', 0) })
  live.addEventListener('input', event => {
    if (event.target.name !== 'q') return
    refresh(typed ? 'replace' : 'push', 220)
    typed = true
  })
  document.addEventListener('change', event => {
    if (event.target.form === live && event.target.name !== 'q' && event.target.name !== 'near') { typed = false; refresh('push', 0) }
  })
  document.addEventListener('click', event => {
    const link = event.target.closest('#results a[data-swap], #results .paging a, #results .world a')
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    typed = false
    const href = link.href.baseVal ?? link.href
    const paging = link.closest('.paging')
    show(href, 'push', paging ? 0 : undefined)
  })
  history.scrollRestoration = 'manual'
  addEventListener('pagehide', leave)
  addEventListener('popstate', () => { leave(); at = here(); show(location.href, 'none', recall()) })
  const [navigation] = performance.getEntriesByType('navigation')
  if (['back_forward', 'reload'].includes(navigation?.type)) scrollTo({ top: recall(), behavior: 'instant' })
} else {
  for (const form of $$('form[action="/partners"]')) {
    form.addEventListener('submit', event => { event.preventDefault(); location.href = formURL(form) })
  }
}

// ---- suggestions while typing: the editable combobox with list of the ARIA authoring practices ----

function combobox(field) {
  const input = $('input', field)
  const placesOnly = ['place', 'town'].includes(field.dataset.combobox) // 'town': chosen for a form that knows its name only
  const id = input.id + '-list'
  let list, active = -1, asked, wait
  Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id }).forEach(([k, v]) => input.setAttribute(k, v))

  const options = () => list ? $$('[role=option]', list) : []
  const close = () => { asked?.abort(); clearTimeout(wait); list?.remove(); list = null; active = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant') }
  field.close = close

  function mark(i) {
    const all = options()
    all[active]?.setAttribute('aria-selected', 'false')
    active = i
    if (i < 0) { input.removeAttribute('aria-activedescendant'); return }
    all[i].setAttribute('aria-selected', 'true')
    all[i].scrollIntoView({ block: 'nearest' })
    input.setAttribute('aria-activedescendant', all[i].id)
  }

  function pick(option) {
    const { kind, text, slug, href } = option.dataset
    close()
    const form = input.form
    if (field.dataset.combobox === 'town') {
      input.value = [text, $('.option-note', option).textContent].filter(Boolean).join(', ')
      return
    }
    if (kind === 'place') {
      const near = form.elements.near
      if (!near) { location.href = href; return }
      near.value = [text, $('.option-note', option).textContent].filter(Boolean).join(', ')
      near.dataset.key = slug
      near.dataset.name = near.value
      if (input !== near) input.value = ''
      if (form === live) refresh('push', 0)
      else if (input !== near) form.elements.q.focus()
      return
    }
    if (kind === 'partner') { location.href = href; return }
    input.value = ''
    const url = new URL(formURL(form))
    url.searchParams.append(kind, slug)
    if (form === live) show(url.href, 'push')
    else location.href = url.href
  }

  async function ask() {
    const text = input.value.trim()
    if (text.length < 2) { close(); return }
    asked?.abort()
    const mine = asked = new AbortController()
    let html
    try {
      const answer = await fetch('/suggest?q=' + encodeURIComponent(text) + (placesOnly ? '&kind=place' : ''), { signal: mine.signal })
      if (!answer.ok) return
      html = await answer.text()
    } catch { return }
    if (mine !== asked || document.activeElement !== input) return
    const fresh = $('[role=listbox]', new DOMParser().parseFromString(html, 'text/html'))
    if (placesOnly && fresh) for (const o of $$('[role=option]', fresh)) if (o.dataset.kind !== 'place') o.remove()
    if (!fresh?.children.length) { close(); return }
    list?.remove()
    list = fresh
    active = -1
    list.id = id
    list.setAttribute('aria-label', 'Suggestions')
    options().forEach((o, i) => { o.id = id + '-' + i; o.setAttribute('aria-selected', 'false') })
    list.addEventListener('pointerdown', event => event.preventDefault()) // the field keeps the focus
    list.addEventListener('click', event => { const o = event.target.closest('[role=option]'); if (o) pick(o) })
    field.append(list)
    input.setAttribute('aria-expanded', 'true')
    input.removeAttribute('aria-activedescendant')
  }

  input.addEventListener('input', () => { clearTimeout(wait); wait = setTimeout(ask, 120) })
  input.addEventListener('blur', close)
  input.addEventListener('keydown', event => {
    if (event.isComposing) return
    const n = options().length
    const go = { ArrowDown: active + 1 < n ? active + 1 : 0, ArrowUp: active > 0 ? active - 1 : n - 1 }[event.key]
    if (go !== undefined) {
      event.preventDefault()
      if (n) mark(go)
      else if (event.key === 'ArrowDown') ask()
    } else if (event.key === 'Enter' && active >= 0) {
      event.preventDefault()
      pick(options()[active])
    } else if (event.key === 'Escape' && list) {
      event.preventDefault()
      close()
    } else if (event.key === 'Home' || event.key === 'End') {
      mark(-1)
    } else if (event.key === 'Enter') {
      close()
    }
  })
  if (placesOnly && input.form === live) input.addEventListener('change', () => { if (!list) refresh('push', 150) })
}

const closeLists = () => { for (const field of $$('[data-combobox]')) field.close?.() }

// ---- shortlist: a cookie of slugs that the server reads as well ----

const most = 4
const readShortlist = () => (document.cookie.match(/(?:^|; )shortlist=([^;]*)/)?.[1] ?? '').split('.').filter(Boolean)

function writeShortlist(slugs) {
  document.cookie = 'shortlist=' + slugs.join('.') + '; path=/; max-age=7776000; samesite=lax' + (location.protocol === 'https:' ? '; secure' : '')
  drawShortlist()
}

function drawShortlist(note) {
  const slugs = readShortlist()
  for (const form of $$('form[data-shortlist]')) {
    const on = slugs.includes(form.dataset.shortlist)
    const button = $('button', form)
    button.toggleAttribute('data-on', on)
    $('[data-state]', button).textContent = on ? 'Shortlisted' : 'Shortlist'
  }
  const tray = $('#tray')
  if (!tray) return // pages behind the sign-in have none
  tray.hidden = !slugs.length || location.pathname === '/compare'
  $('#tray-text').textContent = note ?? (slugs.length === 1 ? '1 partner on your shortlist' : slugs.length + ' partners on your shortlist')
  const compare = $('#tray-compare')
  compare.href = '/compare?' + slugs.map(s => 'p=' + encodeURIComponent(s)).join('&')
  compare.textContent = slugs.length > 1 ? 'Compare ' + slugs.length + ' partners' : 'View shortlist'
}

document.addEventListener('submit', event => {
  const slug = event.target.dataset.shortlist
  if (!slug) return
  event.preventDefault()
  const slugs = readShortlist()
  if (slugs.includes(slug)) writeShortlist(slugs.filter(s => s !== slug))
  else if (slugs.length < most) writeShortlist([...slugs, slug])
  else drawShortlist('Four partners fit. Remove one first.')
})
$('#tray-clear')?.addEventListener('click', () => { writeShortlist([]); $('#main').focus({ preventScroll: true }) })

// ---- the rest ----

// Public pages are the same for everybody; a cookie tells the browser that somebody is signed in.
if (/(?:^|; )signed-in=1/.test(document.cookie)) {
  for (const link of $$('[data-sign-in]')) { link.href = '/portal'; link.textContent = 'Your portal' }
}

// Pages cross-fade where the stylesheet allows it: quicker than the browser would by itself.
const fade = new CSSStyleSheet()
fade.replaceSync('::view-transition-group(*), ::view-transition-old(*), ::view-transition-new(*) { animation-duration: 150ms }')
document.adoptedStyleSheets = [fade]


for (const button of $$('[data-copy]')) {
  button.hidden = !navigator.clipboard
  const words = button.textContent
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent)
    button.textContent = 'Copied'
    setTimeout(() => { button.textContent = words }, 2000)
  })
}

for (const button of $$('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => print())
}

// Passkeys: the server says what is asked for, the browser asks the device, the answer goes where the form goes.
for (const form of $$('form[data-passkey]')) {
  const here = window.PublicKeyCredential?.parseRequestOptionsFromJSON && location.hostname === form.dataset.host
  form.hidden = !here
  if (!here) { for (const note of $$('[data-no-passkey]')) note.hidden = false; continue }
  form.addEventListener('submit', async event => {
    event.preventDefault()
    const problem = $('[role=alert]', form)
    problem.textContent = ''
    const send = async (url, body) => {
      const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
      if (!answer.ok && answer.status !== 422) throw new Error(answer.status === 429 ? 'Too many tries. Wait a minute.' : 'That did not work. Load the page again and retry.')
      return answer.json()
    }
    try {
      const { publicKey } = await send(form.dataset.begin)
      const key = form.dataset.passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) })
      const { to, problem: why } = await send(form.action, JSON.stringify(key))
      if (!to) throw new Error(why)
      location.href = to
    } catch (error) {
      problem.textContent = error.name === 'NotAllowedError' ? 'No passkey was used. Try again when you are ready.'
        : error.name === 'InvalidStateError' ? 'This device has a passkey for your account already.' : error.message
    }
  })
}

// A form that goes to the server goes once; coming back to the page by history frees it again.
document.addEventListener('submit', event => {
  const form = event.target
  if (event.defaultPrevented || form.method !== 'post') return
  if (form.dataset.sent) event.preventDefault()
  form.dataset.sent = '1'
})
addEventListener('pageshow', () => { for (const form of $$('form[data-sent]')) delete form.dataset.sent; drawShortlist() })

document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, select, textarea, [contenteditable]')) return
  const field = $('#q') ?? $('#hq')
  if (field) { event.preventDefault(); field.focus(); field.select() }
})

// ---- shortcuts of the console ----

// What carries data-key answers to that key: a link is followed, a button that decides only gets the focus, so that Enter does
// it. j and k walk the links of what carries data-rows. Whoever types by voice can turn all of it off (WCAG 2.1.4).
const keysButton = $('[data-keys]')
if (keysButton) {
  const keyed = $$('[data-key]')
  const rows = $$('[data-rows] tbody a')
  const off = () => localStorage.getItem('keys') === 'off'
  const walk = step => {
    const at = rows.indexOf(document.activeElement)
    rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step))].focus()
  }
  const dialog = document.createElement('dialog')
  dialog.className = 'keys'
  dialog.setAttribute('aria-labelledby', 'keys-title')
  const entries = [...(rows.length ? [['j', 'Next row'], ['k', 'Previous row'], ['Enter', 'Open the row']] : []),
    ...keyed.map(el => [el.dataset.key, el.dataset.keyText ?? el.textContent.trim()]), ['?', 'This list']]
  const list = document.createElement('dl')
  for (const [key, what] of entries) {
    const row = document.createElement('div')
    row.innerHTML = '<dt><kbd></kbd></dt><dd></dd>'
    $('kbd', row).textContent = key
    $('dd', row).textContent = what
    list.append(row)
  }
  dialog.innerHTML = '<h2 id="keys-title">Keyboard shortcuts</h2><label class="pick"><input type="checkbox"><span>Shortcuts are on</span></label><form method="dialog"><button class="button">Close</button></form>'
  $('h2', dialog).after(list)
  const on = $('input', dialog)
  on.addEventListener('change', () => localStorage.setItem('keys', on.checked ? 'on' : 'off'))
  document.body.append(dialog)
  const open = () => { on.checked = !off(); dialog.showModal() }
  keysButton.hidden = false
  keysButton.addEventListener('click', open)
  document.addEventListener('keydown', event => {
    if (off() || dialog.open || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, select, textarea, [contenteditable]')) return
    const target = keyed.find(el => el.dataset.key === event.key)
    if (event.key === '?') open()
    else if (rows.length && (event.key === 'j' || event.key === 'k')) walk(event.key === 'j' ? 1 : -1)
    else if (target?.matches('a')) target.click()
    else if (target) target.focus()
    else return
    event.preventDefault()
  })
}

// ---- a slider beside a form's day, for a year and a half from today ----

for (const form of $$('form[data-slide]')) {
  const day = form.elements.from
  const start = Date.parse(form.dataset.slide)
  const slider = Object.assign(document.createElement('input'), { type: 'range', min: 0, max: 548, ariaLabel: day.labels[0].textContent.trim() })
  const show = () => { slider.ariaValueText = day.value }
  const follow = () => { slider.value = (Date.parse(day.value) - start) / 864e5; show() }
  slider.addEventListener('input', () => { day.value = new Date(start + slider.value * 864e5).toISOString().slice(0, 10); show() })
  day.addEventListener('input', follow)
  follow()
  day.after(slider)
}

addEventListener('beforeprint', () => { for (const d of $$('.verified, .tree details')) d.open = true })

for (const field of $$('[data-combobox]')) combobox(field)
drawShortlist()
