// Works out a commitment in the browser, so that the number leaves it only when it is revealed.
// SHA-256 by FIPS 180-4: crypto.subtle is missing where the page comes over plain http.
(() => {
  const part = x => Math.floor((x - Math.floor(x)) * 2 ** 32) | 0
  const primes = []
  for (let n = 2; primes.length < 64; n++) if (primes.every(p => n % p)) primes.push(n)
  const K = primes.map(p => part(Math.cbrt(p)))
  const START = primes.slice(0, 8).map(p => part(Math.sqrt(p)))
  const turn = (x, n) => (x >>> n) | (x << (32 - n))

  const block = (state, view, at) => {
    const w = Array.from({ length: 16 }, (_, i) => view.getInt32(at + 4 * i))
    for (let i = 16; i < 64; i++) {
      const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3)
      const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10)
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0
    }
    let [a, b, c, d, e, f, g, h] = state
    for (let i = 0; i < 64; i++) {
      const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0
      const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
      ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0]
    }
    return [a, b, c, d, e, f, g, h].map((x, i) => (x + state[i]) | 0)
  }

  const sha256 = text => {
    const bytes = new TextEncoder().encode(text)
    const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
    padded.set(bytes)
    padded[bytes.length] = 0x80
    const view = new DataView(padded.buffer)
    view.setUint32(padded.length - 4, bytes.length * 8)
    let state = START
    for (let at = 0; at < padded.length; at += 64) state = block(state, view, at)
    return state.map(x => (x >>> 0).toString(16).padStart(8, '0')).join('')
  }

  const field = id => document.getElementById(id)
  if (field('make')) field('make').addEventListener('click', () => {
    const number = field('number').value.trim()
    if (!number) return field('number').focus()
    if (!field('secret').value.trim()) {
      const random = crypto.getRandomValues(new Uint8Array(16))
      field('secret').value = Array.from(random, x => x.toString(16).padStart(2, '0')).join('')
    }
    field('fingerprint').value = sha256(`zeyou-commit-v1\n${field('secret').value.trim()}\n${number}`)
  })
})()
