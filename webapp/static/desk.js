/* The expert's desk: every change goes to the server within a second; while the network is away it stays in this
   browser and is sent again. Each field carries what the window last saw stored, so two windows never overwrite
   each other unseen. Every window keeps its own draft under its own key; a draft that nobody holds any more is taken
   up by the next window that opens. Plain ES2017, no eval, no inline styles. */
(function () {
  'use strict';
  var desk = document.getElementById('desk');
  var saving = document.getElementById('saving');
  var csrf = document.querySelector('meta[name=csrf]');
  var opinion = document.getElementById('opinion');
  var below = Number(opinion.dataset.below);
  var above = Number(opinion.dataset.above);
  var boxes = Array.prototype.slice.call(document.querySelectorAll('[data-criterion]'));
  var pointInputs = boxes.map(function (box) { return box.querySelector('[data-points]'); });
  var timer = null, inFlight = false, again = false, retryAfter = 1000, closed = false, leaving = null, renewed = false;
  var ownKey = desk.dataset.key + '/' + Date.now() + '-' + Math.random().toString(36).slice(2);
  var PATIENCE = 10000;
  var seen = {}, refused = {}, seenOpinion = opinion.value, refusedOpinion = null;

  function plain(text) { return text.normalize('NFKC').replace(/。/g, '.').trim(); }
  function canonical(text) {
    var value = plain(text);
    return /^\d{1,3}(\.\d{1,2})?$/.test(value) ? Number(value).toFixed(2) : value;
  }
  function entry(box) {
    var na = box.querySelector('[data-na]');
    return {
      points: na && na.checked ? '' : canonical(box.querySelector('[data-points]').value),
      na: Boolean(na && na.checked),
      reason: box.querySelector('[data-reason]').value
    };
  }
  function same(a, b) { return a.points === b.points && a.na === b.na && a.reason === b.reason; }
  function state(name, text) { saving.dataset.state = name; saving.textContent = text; }

  function pending(everything) {
    var fields = {};
    boxes.forEach(function (box) {
      var key = box.dataset.criterion, now = entry(box);
      /* A clash waits for the person, a refused value for its correction. */
      var waits = !everything && (box.classList.contains('clash') || (refused[key] && same(now, refused[key])));
      if (!same(now, seen[key]) && !waits) fields[key] = { seen: seen[key], now: now };
    });
    var body = { fields: fields };
    var text = opinion.value;
    if (text !== seenOpinion && (everything || text !== refusedOpinion)) body.opinion = { seen: seenOpinion, now: text };
    return Object.keys(fields).length || body.opinion ? body : null;
  }
  function keep() {
    /* An unsettled clash is kept as well: it is shown again where the draft is taken up. */
    var body = pending(true);
    try {
      if (body) localStorage.setItem(ownKey, JSON.stringify({ save: desk.dataset.save, at: Date.now(), body: body }));
      else localStorage.removeItem(ownKey);
    } catch (error) { state('error', desk.dataset.full); }
  }
  function drafts() {
    /* Drafts of windows of this sheet that were closed or reloaded, the oldest first. */
    var found = [];
    try {
      Object.keys(localStorage).forEach(function (key) {
        if (key.indexOf(desk.dataset.key + '/') !== 0 || key === ownKey) return;
        var draft = null;
        try { draft = JSON.parse(localStorage.getItem(key)); } catch (error) { draft = null; }
        if (draft && draft.body) found.push({ key: key, at: draft.at, body: draft.body });
        else localStorage.removeItem(key);
      });
    } catch (error) { return []; }
    return found.sort(function (a, b) { return a.at - b.at; });
  }
  function dress(box) {
    var now = entry(box), value = Number(now.points);
    var given = now.points !== '' && !isNaN(value);
    box.classList.toggle('done', given || now.na);
    box.querySelector('[data-points]').readOnly = now.na;
    var extreme = now.na || (given && value <= 100 && (value < below || value > above));
    box.querySelector('[data-reason-box]').hidden = !(extreme || now.reason);
    box.querySelectorAll('[data-lower]').forEach(function (band) {
      band.classList.toggle('here', given && value >= Number(band.dataset.lower) && value <= Number(band.dataset.upper));
    });
  }
  function count() {
    document.getElementById('given').textContent = boxes.filter(function (box) { return box.classList.contains('done'); }).length;
  }
  function complain(box, text) {
    box.querySelector('[data-error]').textContent = text;
    box.querySelector('[data-points]').setAttribute('aria-invalid', text ? 'true' : 'false');
  }
  function write(box, stored) {
    box.querySelector('[data-points]').value = stored.points;
    var na = box.querySelector('[data-na]');
    if (na) na.checked = stored.na;
    box.querySelector('[data-reason]').value = stored.reason;
    dress(box); count();
  }
  function offer(box, stored) {
    var key = box.dataset.criterion, line = box.querySelector('[data-error]');
    box.classList.add('clash');
    line.textContent = desk.dataset.clash + (stored.na ? 'N/A' : stored.points || '—') + ' ' + stored.reason + ' ';
    box.querySelector('[data-points]').setAttribute('aria-invalid', 'true');
    function choice(text, act) {
      var button = document.createElement('button');
      button.type = 'button'; button.textContent = text;
      button.addEventListener('click', function () {
        seen[key] = stored; box.classList.remove('clash'); complain(box, ''); act(); soon(0);
        box.querySelector('[data-points]').focus();
      });
      line.appendChild(button);
    }
    choice(desk.dataset.keep, function () {});
    choice(desk.dataset.take, function () { write(box, stored); });
  }
  function settleOpinion(sent, problem, stored) {
    refusedOpinion = problem ? sent : null;
    document.getElementById('e-opinion').textContent = problem;
    opinion.setAttribute('aria-invalid', problem ? 'true' : 'false');
    if (problem) return;
    if (stored === undefined) { seenOpinion = sent; return; }
    seenOpinion = stored;
    /* Two different opinions: both texts stay in sight, the other one first, unless it is already part of this. */
    if (opinion.value.indexOf(seenOpinion) < 0) opinion.value = seenOpinion + '\n' + opinion.value;
  }
  function settle(sent, answer) {
    boxes.forEach(function (box) {
      var key = box.dataset.criterion;
      if (!sent.fields[key]) return;
      complain(box, answer.problems[key] || '');
      refused[key] = answer.problems[key] ? sent.fields[key].now : null;
      if (answer.clashes[key]) offer(box, answer.clashes[key]);
      else if (!answer.problems[key]) seen[key] = sent.fields[key].now;
    });
    if (sent.opinion) settleOpinion(sent.opinion.now, answer.problems.opinion || '', answer.clashes.opinion);
    document.getElementById('total').textContent = answer.total;
    document.querySelectorAll('[data-area]').forEach(function (output) {
      output.textContent = answer.areas[output.dataset.area] || '—';
    });
    tell();
  }
  function tell() {
    if (pending(true) && !pending()) state('error', desk.dataset.unsaved);
    else state('saved', desk.dataset.saved);
  }
  function renew() {
    /* Somebody signed in again in another window: this page's token is of the session before, the rest still holds. */
    return fetch(location.href, { credentials: 'same-origin', redirect: 'manual' }).then(function (response) {
      if (response.type === 'opaqueredirect') throw new Error(desk.dataset.signin);
      return response.text();
    }).then(function (text) {
      var found = new DOMParser().parseFromString(text, 'text/html').querySelector('meta[name=csrf]');
      if (found) csrf.content = found.content;
    });
  }
  function away(response) {
    /* The server answers that it cannot store now: its own words, and that nothing typed is gone. */
    return response.json().catch(function () { return {}; }).then(function (answer) {
      throw new Error(answer.error ? answer.error + ' ' + desk.dataset.kept : desk.dataset.offline);
    });
  }
  function send() {
    timer = null;
    if (closed) return;
    if (inFlight) { again = true; return; }
    var body = pending();
    keep();
    if (!body) { if (saving.dataset.state !== 'idle') tell(); leave(); return; }
    inFlight = true;
    state('saving', desk.dataset.saving);
    /* A connection that hangs is given up, so that the next try is not kept waiting for ever. */
    var control = new AbortController();
    var patience = setTimeout(function () { control.abort(); }, PATIENCE);
    fetch(desk.dataset.save, {
      method: 'POST', credentials: 'same-origin', redirect: 'manual', signal: control.signal,
      headers: { 'Content-Type': 'application/json', 'Accept': 'application/json', 'X-CSRFToken': csrf.content },
      body: JSON.stringify(body)
    }).then(function (response) {
      clearTimeout(patience);
      if (response.type === 'opaqueredirect') throw new Error(desk.dataset.signin);
      if (response.status >= 500 || response.status === 0) return away(response);
      if (response.status === 400 && !renewed) {
        return renew().then(function () { renewed = true; inFlight = false; soon(0); });
      }
      return response.json().then(function (answer) {
        inFlight = false; retryAfter = 1000; renewed = false;
        if (!response.ok) { closed = true; state('error', desk.dataset.closed + answer.error); return; }
        settle(body, answer);
        keep();
        if (again || pending()) { again = false; soon(300); } else leave();
      });
    }).catch(function (error) {
      clearTimeout(patience);
      inFlight = false;
      var known = error.message.indexOf(desk.dataset.kept) >= 0 || error.message === desk.dataset.signin;
      state('offline', known ? error.message : desk.dataset.offline);
      if (leaving) { leave(); return; }
      soon(retryAfter);
      retryAfter = Math.min(retryAfter * 2, 15000);
    });
  }
  function leave() {
    /* What could not be sent stays in this browser; the next page of the desk sends it. */
    if (leaving) { keep(); location.href = leaving; }
  }
  function soon(wait) {
    if (timer !== null) clearTimeout(timer);
    keep();
    timer = setTimeout(send, wait);
  }
  function move(input, by) {
    var next = pointInputs[pointInputs.indexOf(input) + by];
    if (next) { next.focus(); next.select(); } else if (by > 0) opinion.focus();
  }

  boxes.forEach(function (box) {
    seen[box.dataset.criterion] = entry(box);
    dress(box);
    /* What is still being put together with an input method is kept, but not sent half-way. */
    box.addEventListener('input', function (event) { dress(box); count(); if (event.isComposing) keep(); else soon(400); });
    box.addEventListener('compositionend', function () { dress(box); soon(400); });
    box.querySelector('[data-points]').addEventListener('keydown', function (event) {
      if (event.isComposing) return;
      var reason = box.querySelector('[data-reason-box]');
      if (event.key === 'ArrowUp') { event.preventDefault(); move(event.target, -1); }
      if (event.key === 'ArrowDown') { event.preventDefault(); move(event.target, 1); }
      if (event.key === 'Enter') {
        event.preventDefault();
        if (!reason.hidden && !reason.querySelector('textarea').value) reason.querySelector('textarea').focus();
        else move(event.target, 1);
      }
    });
    box.querySelector('[data-reason]').addEventListener('keydown', function (event) {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault(); move(box.querySelector('[data-points]'), 1);
      }
    });
  });
  opinion.addEventListener('input', function (event) { if (event.isComposing) keep(); else soon(600); });
  opinion.addEventListener('compositionend', function () { soon(600); });
  opinion.addEventListener('keydown', function (event) {
    if (event.key === 'Enter' && event.ctrlKey) { event.preventDefault(); document.getElementById('next').click(); }
  });
  document.addEventListener('click', function (event) {
    var link = event.target.closest ? event.target.closest('a[href]') : null;
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || link.target) return;
    if (link.getAttribute('href').charAt(0) === '#' || closed || !(inFlight || pending())) return;
    event.preventDefault();
    leaving = link.href;
    if (timer !== null) clearTimeout(timer);
    send();
  });
  window.addEventListener('online', function () { soon(0); });
  window.addEventListener('pagehide', keep);

  /* What an earlier visit could not send is typed again here, against what that visit had seen. */
  var taken = drafts();
  taken.forEach(function (draft) {
    boxes.forEach(function (box) {
      var change = (draft.body.fields || {})[box.dataset.criterion];
      if (change) { seen[box.dataset.criterion] = change.seen; write(box, change.now); }
    });
    if (draft.body.opinion) { seenOpinion = draft.body.opinion.seen; opinion.value = draft.body.opinion.now; }
  });
  if (taken.length) {
    keep();
    taken.forEach(function (draft) { localStorage.removeItem(draft.key); });
    soon(0);
  }
  var first = pointInputs.filter(function (input) { return !input.value; })[0];
  if (first) first.focus();
}());
