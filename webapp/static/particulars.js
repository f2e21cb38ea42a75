/* Uploading or removing a file loads the page anew; what was chosen above but not saved is carried over and stays
   unsaved. Plain ES2017, no inline code. */
(function () {
  'use strict';
  var form = document.getElementById('particulars');
  var carried = document.getElementById('carried');
  var key = 'zeyou-particulars-' + location.pathname;
  var dirty = false, leaving = false;
  if (!form || !carried) return;

  function each(act) { Array.prototype.forEach.call(form.elements, function (one) { if (one.name && one.type !== 'hidden') act(one); }); }
  function state(one) { return one.type === 'checkbox' ? one.checked : one.value; }
  function name(one) { return one.type === 'checkbox' ? one.name + '=' + one.value : one.name; }
  function carry() {
    var kept = {};
    leaving = true;
    if (!dirty) return;
    each(function (one) { kept[name(one)] = state(one); });
    try { sessionStorage.setItem(key, JSON.stringify(kept)); } catch (error) { leaving = false; }
  }
  function restore() {
    var kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(key)); sessionStorage.removeItem(key); } catch (error) { kept = null; }
    if (!kept) return;
    each(function (one) {
      if (one.disabled || !(name(one) in kept) || state(one) === kept[name(one)]) return;
      if (one.type === 'checkbox') one.checked = kept[name(one)];
      else one.value = kept[name(one)];
      dirty = true;
    });
    carried.hidden = !dirty;
  }
  document.addEventListener('change', function (event) { if (event.target.form === form) dirty = true; });
  document.addEventListener('input', function (event) { if (event.target.form === form) dirty = true; });
  document.addEventListener('submit', function (event) {
    if (event.target === form) leaving = true;
    else if (event.target.hasAttribute('data-file')) carry();
  });
  window.addEventListener('beforeunload', function (event) {
    if (dirty && !leaving) { event.preventDefault(); event.returnValue = ''; }
  });
  restore();
}());
