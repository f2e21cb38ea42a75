/* The expert's desk: every change goes to the server within a second; while the network is away it stays in this
   browser and is sent again. Each field carries what the window last saw stored, so two windows never overwrite
   each other unseen. Plain ES2017, no eval, no inline styles. */
(function () {
  'use strict';
  var desk = document.getElementById('desk');
  var saving = document.getElementById('saving');
  var csrf = document.querySelector('meta[name=csrf]').content;
  var opinion = document.getElementById('opinion');
  var below = Number(opinion.dataset.below);
  var above = Number(opinion.dataset.above);
  var boxes = Array.prototype.slice.call(document.querySelectorAll('[data-criterion]'));
  var pointInputs = boxes.map(function (box) { return box.querySelector('[data-points]'); });
  var timer = null, inFlight = false, again = false, retryAfter = 1000, closed = false;
  var seen = {}, seenOpinion = opinion.value;

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

  function pending() {
    var fields = {};
    boxes.forEach(function (box) {
      var key = box.dataset.criterion, now = entry(box);
      if (!same(now, seen[key]) && !box.classList.contains('clash')) fields[key] = { seen: seen[key], now: now };
    });
    var body = { fields: fields };
    if (opinion.value !== seenOpinion) body.opinion = { seen: seenOpinion, now: opinion.value };
    return Object.keys(fields).length || body.opinion ? body : null;
  }
  function keep(body) {
    try {
      if (body) localStorage.setItem(desk.dataset.key, JSON.stringify(body));
      else localStorage.removeItem(desk.dataset.key);
    } catch (error) { state('error', String(error)); }
  }
  function dress(box) {
    var now = entry(box), value = Number(now.points);
    var given = now.points !== '' && !isNaN(value);
    box.classList.toggle('done', given || now.na);
    box.querySelector('[data-points]').readOnly = now.na;
    var extreme = now.na || (given && (value < below || value > above));
    box.querySelector('[data-reason-box]').hidden = !(extreme || now.reason);
    box.querySelectorAll('[data-lower]').forEach(function (band) {
      band.classList.toggle('here', given && value >= Number(band.dataset.lower) && value <= Number(band.dataset.upper));
    });
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
    dress(box);
  }
  function offer(box, stored) {
    var key = box.dataset.criterion, line = box.querySelector('[data-error]');
    box.classList.add('clash');
    line.textContent = desk.dataset.clash + (stored.na ? 'N/A' : stored.points || '—') + ' ' + stored.reason + ' ';
    function choice(text, act) {
      var button = document.createElement('button');
      button.type = 'button'; button.textContent = text;
      button.addEventListener('click', function () {
        seen[key] = stored; box.classList.remove('clash'); line.textContent = ''; act(); soon(0);
      });
      line.appendChild(button);
    }
    choice(desk.dataset.keep, function () {});
    choice(desk.dataset.take, function () { write(box, stored); });
  }
  function settle(sent, answer) {
    boxes.forEach(function (box) {
      var key = box.dataset.criterion;
      if (!sent.fields[key]) return;
      complain(box, answer.problems[key] || '');
      if (answer.clashes[key]) offer(box, answer.clashes[key]);
      else if (!answer.problems[key]) seen[key] = sent.fields[key].now;
    });
    if (sent.opinion) {
      if (answer.clashes.opinion !== undefined) {
        /* Two different opinions: both texts stay in sight, the other one first. */
        seenOpinion = answer.clashes.opinion;
        opinion.value = answer.clashes.opinion + '\n' + opinion.value;
      } else seenOpinion = sent.opinion.now;
    }
    document.getElementById('total').textContent = answer.total;
    document.querySelectorAll('[data-area]').forEach(function (output) {
      output.textContent = answer.areas[output.dataset.area] || '—';
    });
    state('saved', desk.dataset.saved);
  }
  function send() {
    timer = null;
    if (closed) return;
    if (inFlight) { again = true; return; }
    var body = pending();
    keep(body);
    if (!body) { if (saving.dataset.state !== 'idle') state('saved', desk.dataset.saved); return; }
    inFlight = true;
    state('saving', desk.dataset.saving);
    fetch(desk.dataset.save, {
      method: 'POST', credentials: 'same-origin', redirect: 'manual',
      headers: { 'Content-Type': 'application/json', 'Accept': 'application/json', 'X-CSRFToken': csrf },
      body: JSON.stringify(body)
    }).then(function (response) {
      if (response.status >= 500 || response.status === 0) throw new Error('retry');
      return response.json().then(function (answer) {
        inFlight = false; retryAfter = 1000;
        if (!response.ok) { closed = true; state('error', desk.dataset.closed + answer.error); return; }
        settle(body, answer);
        keep(pending());
        if (again || pending()) { again = false; soon(300); }
      });
    }).catch(function () {
      inFlight = false;
      state('offline', desk.dataset.offline);
      soon(retryAfter);
      retryAfter = Math.min(retryAfter * 2, 15000);
    });
  }
  function soon(wait) {
    if (timer !== null) clearTimeout(timer);
    keep(pending());
    timer = setTimeout(send, wait);
  }
  function move(input, by) {
    var next = pointInputs[pointInputs.indexOf(input) + by];
    if (next) { next.focus(); next.select(); } else if (by > 0) opinion.focus();
  }

  boxes.forEach(function (box) {
    seen[box.dataset.criterion] = entry(box);
    dress(box);
    box.addEventListener('input', function () { dress(box); soon(400); });
    box.querySelector('[data-points]').addEventListener('keydown', function (event) {
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
  opinion.addEventListener('input', function () { soon(600); });
  opinion.addEventListener('keydown', function (event) {
    if (event.key === 'Enter' && event.ctrlKey) { send(); document.getElementById('next').click(); }
  });
  window.addEventListener('online', function () { soon(0); });
  window.addEventListener('pagehide', function () { keep(pending()); });

  /* What an earlier visit could not send is typed again here, against what that visit had seen. */
  try {
    var kept = JSON.parse(localStorage.getItem(desk.dataset.key) || 'null');
    if (kept) {
      boxes.forEach(function (box) {
        var change = (kept.fields || {})[box.dataset.criterion];
        if (change) { seen[box.dataset.criterion] = change.seen; write(box, change.now); }
      });
      if (kept.opinion) { seenOpinion = kept.opinion.seen; opinion.value = kept.opinion.now; }
      soon(0);
    }
  } catch (error) { keep(null); }
  var first = pointInputs.filter(function (input) { return !input.value; })[0];
  if (first) first.focus();
}());
