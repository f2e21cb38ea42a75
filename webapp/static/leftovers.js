/* Drafts of other sheets that could not be sent while the network was away: every page of the desk sends them, so that
   nobody has to open each sheet again. A draft that clashes or is refused stays for its own sheet to show. */
(function () {
  'use strict';
  var mark = document.querySelector('[data-drafts]');
  var here = document.getElementById('desk');
  if (!mark) return;
  var keys = [];
  try { keys = Object.keys(localStorage); } catch (error) { return; }
  keys.forEach(function (key) {
    if (key.indexOf(mark.dataset.drafts) !== 0 || (here && key.indexOf(here.dataset.key + '/') === 0)) return;
    var text = localStorage.getItem(key), draft = null;
    try { draft = JSON.parse(text); } catch (error) { draft = null; }
    if (!draft || !draft.body || !/^\/(?!\/).*desk\/\d+\/save$/.test(draft.save)) return;
    fetch(draft.save, {
      method: 'POST', credentials: 'same-origin', redirect: 'manual',
      headers: {
        'Content-Type': 'application/json', 'Accept': 'application/json',
        'X-CSRFToken': document.querySelector('meta[name=csrf]').content
      },
      body: JSON.stringify(draft.body)
    }).then(function (response) { return response.ok ? response.json() : null; }).then(function (answer) {
      if (!answer || Object.keys(answer.clashes).length || Object.keys(answer.problems).length) return;
      if (localStorage.getItem(key) === text) localStorage.removeItem(key);
      if (mark.hasAttribute('data-reload')) location.reload();
    }).catch(function () { /* still away: the next page tries again */ });
  });
}());
