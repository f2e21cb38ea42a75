// Shows how far a job is without reloading; at its end the page is loaded once more. The page works without it.
(() => {
  const job = document.getElementById('job')
  if (!job || !job.dataset.address) return
  const shown = document.getElementById('job-state')
  const progress = document.getElementById('job-progress')

  const ask = async () => {
    try {
      const answer = await fetch(job.dataset.address, { headers: { Accept: 'application/json' } })
      if (!answer.ok) throw new Error(String(answer.status))
      const { state, title, done, total } = await answer.json()
      if (!['queued', 'running'].includes(state)) return location.reload()
      if (shown.textContent !== title) shown.textContent = title
      progress.textContent = total ? `${done}/${total}` : ''
      setTimeout(ask, 2000)
    } catch {
      setTimeout(ask, 10000)
    }
  }
  setTimeout(ask, 1000)
})()
