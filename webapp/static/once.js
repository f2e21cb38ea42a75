/* A second click on a form that is on its way sends nothing; should it be sent all the same, the server acts once. */
(function () {
  'use strict';
  var WAIT = 5000;

  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== 'post') return;
    if (form.hasAttribute('data-sent')) {
      event.preventDefault();
      return;
    }
    form.setAttribute('data-sent', '');
    setTimeout(function () { form.removeAttribute('data-sent'); }, WAIT);
  });
}());
