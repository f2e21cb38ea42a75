/* Evidence beside its criterion: fetched when it is opened, a PDF in the browser's own viewer, a picture as a picture.
   Plain ES2017, no inline code. */
(function () {
  'use strict';
  function put(place) {
    var isPdf = place.dataset.kind === 'application/pdf';
    var shown = document.createElement(isPdf ? 'iframe' : 'img');
    if (isPdf) shown.title = place.dataset.title;
    else { shown.alt = place.dataset.title; shown.setAttribute('loading', 'lazy'); }
    shown.src = place.dataset.paper + (isPdf ? '#navpanes=0&view=FitH' : '');
    place.appendChild(shown);
  }
  document.addEventListener('toggle', function (event) {
    var place = event.target;
    if (place.dataset && place.dataset.paper && place.open && !place.querySelector('iframe, img')) put(place);
  }, true);
}());
