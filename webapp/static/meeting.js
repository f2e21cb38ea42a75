/* The projector's screen: the board is fetched again while nobody pauses it; the arrows change the view. ES2017. */
(function () {
  'use strict';
  var body = document.body, pause = document.getElementById('pause'), told = document.getElementById('refreshing');
  var paused = false;
  function tell() {
    pause.setAttribute('aria-pressed', String(paused));
    told.textContent = paused ? body.dataset.paused : body.dataset.running;
  }
  function toggle() { paused = !paused; tell(); }
  function refresh() {
    if (paused) return;
    fetch(location.href, { credentials: 'same-origin' }).then(function (answer) {
      return answer.ok && !answer.redirected ? answer.text() : null;
    }).then(function (text) {
      if (!text) return;
      var fresh = new DOMParser().parseFromString(text, 'text/html');
      ['[data-board]', 'footer > span'].forEach(function (part) {
        document.querySelector(part).innerHTML = fresh.querySelector(part).innerHTML;
      });
    }).catch(function () { told.textContent = '…'; });
  }
  function step(by) {
    var links = Array.prototype.slice.call(document.querySelectorAll('[data-view]'));
    var here = links.findIndex(function (link) { return link.getAttribute('aria-current') === 'page'; });
    location.href = links[(here + by + links.length) % links.length].href;
  }
  pause.hidden = false;
  pause.addEventListener('click', toggle);
  document.addEventListener('keydown', function (event) {
    if (event.key === 'ArrowRight') step(1);
    else if (event.key === 'ArrowLeft') step(-1);
    else if (event.key === ' ' && event.target === body) { event.preventDefault(); toggle(); }
  });
  tell();
  setInterval(refresh, Number(body.dataset.refresh));
}());
