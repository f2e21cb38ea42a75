/* What a person typed outlives a form that did not get through: the session was over, the act was refused, the network
   was away. It is put back where the same person opens the same form again in this window. What was stored meanwhile
   is never overwritten unseen: a field that changed on both sides shows the other text below it. */
(function () {
  'use strict';
  var KEY = 'zeyou-typed';
  var NEVER = ['password', 'file', 'submit', 'button', 'hidden'];
  var words = document.body.dataset;

  function kept() {
    try { return JSON.parse(sessionStorage.getItem(KEY)); } catch (error) { return null; }
  }
  function keep(typed) {
    try {
      if (typed) sessionStorage.setItem(KEY, JSON.stringify(typed));
      else sessionStorage.removeItem(KEY);
    } catch (error) { /* no room, or forbidden: the form works without */ }
  }
  function all(form) { return Array.prototype.slice.call(form.elements); }
  function fieldsOf(form) {
    return all(form).filter(function (one) { return one.name && NEVER.indexOf(one.type) < 0; });
  }
  function target(form) { return new URL(form.getAttribute('action') || '', location.href).pathname; }
  function subject(form) {
    /* Lists repeat a form for each of their lines: what it hides tells which one it is. */
    return all(form).filter(function (one) {
      return one.type === 'hidden' && one.name !== 'csrf_token' && one.name !== 'version';
    }).map(function (one) { return one.name + '=' + one.value; }).join('&');
  }
  function isTick(one) { return one.type === 'checkbox' || one.type === 'radio'; }
  function now(one) { return isTick(one) ? one.checked : one.value; }
  function shown(one) {
    if (isTick(one)) return one.defaultChecked;
    if (!one.options) return one.defaultValue;
    var chosen = Array.prototype.filter.call(one.options, function (option) { return option.defaultSelected; })[0];
    return (chosen || one.options[0] || { value: '' }).value;
  }
  function mark(one) { return one.name + (isTick(one) ? '=' + one.value : ''); }
  function read(form) {
    var fields = fieldsOf(form);
    if (!fields.length || form.querySelector('[type=password]')) return null;
    return {
      account: words.account, target: target(form), subject: subject(form), lost: false,
      fields: fields.map(function (one) { return [mark(one), now(one), shown(one)]; })
    };
  }
  function tell(field, word, text) {
    var line = document.createElement('p');
    line.className = 'hint';
    line.textContent = word + text;
    field.parentNode.insertBefore(line, field.nextSibling);
  }
  function putBack(field, typed, before) {
    var stored = now(field);
    if (typed === stored) return;
    if (typed === before) {
      if (typed && !isTick(field)) tell(field, words.before, typed);
      return;
    }
    if (isTick(field)) field.checked = typed;
    else field.value = typed;
    if (stored !== before && !isTick(field)) tell(field, words.stored, stored);
  }
  function fill(form, typed) {
    var left = fieldsOf(form), note = document.createElement('p');
    typed.fields.forEach(function (one) {
      var place = left.map(mark).indexOf(one[0]);
      if (place >= 0) putBack(left.splice(place, 1)[0], one[1], one[2]);
    });
    for (var box = form.closest('details'); box; box = box.parentElement.closest('details')) box.open = true;
    note.className = 'note';
    note.setAttribute('role', 'status');
    note.textContent = words.putBack;
    form.insertBefore(note, form.firstChild);
    form.dispatchEvent(new Event('input', { bubbles: true }));
    note.scrollIntoView({ block: 'center' });
  }
  function isAnswer() {
    /* Only the answer to a form comes straight from its page; else nobody knows here whether the form arrived. */
    var entry = performance.getEntriesByType('navigation')[0];
    var isWayBack = entry && entry.type === 'back_forward';
    return !isWayBack && document.referrer.indexOf(location.origin + '/') === 0;
  }
  function settle() {
    var typed = kept();
    if (!typed) return;
    var isRefused = !words.account || document.querySelector('[data-refused]') !== null;
    if (isRefused || !isAnswer()) {
      typed.lost = true;
      keep(typed);
    }
    if (isRefused) return;
    if (typed.account !== words.account || !typed.lost) { keep(null); return; }
    var form = Array.prototype.filter.call(document.forms, function (one) {
      return one.method === 'post' && target(one) === typed.target && subject(one) === typed.subject;
    })[0];
    if (!form) return;
    keep(null);
    fill(form, typed);
  }

  /* Later scripts of the page listen to what is put back. */
  document.addEventListener('DOMContentLoaded', settle);
  document.addEventListener('submit', function (event) {
    if (words.account && event.target.method === 'post' && !event.defaultPrevented) keep(read(event.target));
  });
}());
