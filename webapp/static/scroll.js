/* A table larger than its place is scrolled with the arrow keys: it takes the focus, but only while it is too large. */
(function () {
  'use strict';
  var boxes = Array.prototype.filter.call(document.querySelectorAll('.scroll'), function (box) {
    return !box.hasAttribute('tabindex');
  });

  function titleOf(box) {
    var caption = box.querySelector('caption'), card = box.closest('.card, section');
    var head = caption || (card && card.querySelector('h2, h3, summary')) || document.querySelector('h1');
    return head ? head.textContent.trim() : document.title;
  }

  function mark() {
    boxes.forEach(function (box) {
      var isLarge = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
      if (isLarge === box.hasAttribute('tabindex')) return;
      if (isLarge) {
        box.setAttribute('tabindex', '0');
        box.setAttribute('role', 'group');
        box.setAttribute('aria-label', titleOf(box));
      } else {
        ['tabindex', 'role', 'aria-label'].forEach(function (name) { box.removeAttribute(name); });
      }
    });
  }

  mark();
  window.addEventListener('resize', mark);
  document.addEventListener('toggle', mark, true);
}());
