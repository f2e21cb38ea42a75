/* The online form: what is typed is checked by the server as a draft, and counters, recomputed averages, unreadable
   cells and findings are shown beside it. Nothing is stored here: saving stays the person's own act.
   Plain ES2017, no inline code. */
(function () {
  'use strict';
  var form = document.getElementById('declaration');
  if (!form || !window.fetch) return;
  var csrf = document.querySelector('meta[name=csrf]').content;
  var checked = document.getElementById('checked');
  var tags = JSON.parse(form.dataset.tags);
  var timer = null, sent = 0, shown = 0, dirty = false;

  function each(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }
  function line(finding) {
    var item = document.createElement('li'), tag = document.createElement('span');
    tag.className = 'tag ' + (finding.result === 'fail' || finding.result === 'veto' ? 'bad' : 'warn');
    tag.textContent = tags[finding.result] || finding.result;
    item.appendChild(tag);
    item.appendChild(document.createTextNode(' ' + (finding.article ? finding.article + ' ' : '') + finding.quote + '：' + finding.reason));
    return item;
  }
  function showFindings(findings) {
    each('[data-findings]', function (list) {
      var lines = (findings[list.dataset.findings] || []).map(line);
      while (list.firstChild) list.removeChild(list.firstChild);
      lines.forEach(function (item) { list.appendChild(item); });
    });
    each('[data-badge]', function (badge) {
      var count = (findings[badge.dataset.badge] || []).length;
      badge.textContent = String(count);
      badge.hidden = count === 0;
    });
  }
  function showProblems(problems) {
    each('[data-problem]', function (place) {
      var text = problems[place.dataset.problem] || '';
      place.textContent = text;
      place.hidden = !text;
      place.classList.toggle('error', Boolean(text));
      var input = place.parentNode.querySelector('input[type=text], textarea');
      if (input) input.setAttribute('aria-invalid', text ? 'true' : 'false');
    });
  }
  function show(answer) {
    each('[data-counter]', function (counter) {
      var pair = answer.counters[counter.dataset.counter];
      if (!pair) return;
      counter.textContent = pair[0] + '/' + pair[1];
      counter.classList.toggle('over', pair[0] > pair[1]);
    });
    each('[data-average]', function (hint) {
      var value = answer.averages[hint.dataset.average];
      hint.hidden = value === undefined;
      if (value !== undefined) hint.textContent = hint.dataset.words + ' ' + value;
    });
    showProblems(answer.problems);
    showFindings(answer.findings);
    document.getElementById('summary').textContent = answer.summary;
    checked.textContent = '';
  }
  function check() {
    var mine = ++sent;
    fetch(form.dataset.check, {
      method: 'POST', credentials: 'same-origin', body: new FormData(form),
      headers: { 'Accept': 'application/json', 'X-CSRFToken': csrf }
    }).then(function (response) {
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    }).then(function (answer) {
      if (mine <= shown) return;
      shown = mine;
      form.dataset.checked = String(mine);
      show(answer);
    }).catch(function () { checked.textContent = form.dataset.failed; });
  }
  function soon() {
    dirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(check, 500);
  }
  form.addEventListener('input', soon);
  form.addEventListener('change', soon);
  form.addEventListener('submit', function () { dirty = false; });
  window.addEventListener('beforeunload', function (event) {
    if (dirty) { event.preventDefault(); event.returnValue = ''; }
  });
}());
