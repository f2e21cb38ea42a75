// Asks at every tick what the choice of experts would break; the form works without it.
(() => {
  const form = document.getElementById('edit-panel')
  const told = document.getElementById('objections')
  if (!form || !told) return
  let asked = 0

  const line = (text, tone) => {
    const entry = document.createElement('p')
    entry.className = `note ${tone}`
    entry.textContent = text
    return entry
  }

  const show = lines => {
    told.textContent = ''
    told.append(...lines)
  }

  // Who is ticked stays ticked while another part of the experts is looked at.
  const withTicked = address => {
    const there = new URL(address)
    there.searchParams.delete('expert')
    there.searchParams.set('ticked', '')
    for (const one of new FormData(form).getAll('expert')) there.searchParams.append('expert', one)
    return there
  }
  form.addEventListener('click', event => {
    const leaf = event.target.closest('nav a')
    if (leaf) leaf.href = withTicked(leaf.href)
  })
  const find = document.getElementById('find-expert')
  if (find) find.addEventListener('submit', event => {
    event.preventDefault()
    const there = withTicked(location.href)
    there.searchParams.delete('page')
    there.searchParams.set('words', new FormData(event.target).get('words'))
    location.assign(there)
  })

  form.addEventListener('change', async event => {
    if (event.target.name !== 'expert') return
    const mine = ++asked
    const query = new URLSearchParams(new FormData(form))
    query.delete('csrf_token')
    query.delete('reason')
    try {
      const answer = await fetch(`${form.dataset.check}?${query}`, { headers: { Accept: 'application/json' } })
      if (!answer.ok) throw new Error(String(answer.status))
      const { objections } = await answer.json()
      if (mine !== asked) return
      show(objections.length
        ? objections.map(one => line(one.text, one.is_hard ? 'bad' : 'warn'))
        : [line(form.dataset.fine, 'good')])
    } catch {
      if (mine === asked) show([line(form.dataset.failed, 'warn')])
    }
  })
})()
