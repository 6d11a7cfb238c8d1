// A small picture of a hall that is wider than the phone: which part of it is on the screen. It shows while the map moves and a moment
// longer; a touch on it leads there. Only for those who see and touch: keys and readers of the screen go from seat to seat.
(function () {
  var stays = 2500;
  var hide = null;

  function parts() {
    var view = document.querySelector('[data-seat-view]');
    var map = document.querySelector('[data-minimap]');
    return view && map ? { view: view, map: map, canvas: map.querySelector('canvas'), frame: map.querySelector('i') } : null;
  }

  // The part of the hall between the bar and the sheet at the bottom.
  function seen(view) {
    var box = view.getBoundingClientRect();
    var sheet = document.querySelector('.summary');
    var bottom = sheet ? sheet.getBoundingClientRect().top : innerHeight;
    return { top: Math.max(0, 56 - box.top), height: Math.max(0, Math.min(bottom, box.bottom) - Math.max(56, box.top)) };
  }

  function draw(at) {
    var scale = at.canvas.width / at.view.scrollWidth;
    at.canvas.height = Math.round(at.view.scrollHeight * scale);
    var pen = at.canvas.getContext('2d');
    var origin = at.view.getBoundingClientRect();
    at.view.querySelectorAll('[data-x]').forEach(function (seat) {
      var box = seat.getBoundingClientRect();
      var free = seat.classList.contains('free');
      pen.fillStyle = getComputedStyle(at.map).getPropertyValue(seat.classList.contains('mine') ? '--primary' : free ? '--free' : '--line');
      pen.globalAlpha = free || seat.classList.contains('mine') ? 1 : .5;
      pen.fillRect((box.left - origin.left + at.view.scrollLeft) * scale, (box.top - origin.top) * scale, box.width * scale * .75, box.height * scale * .75);
    });
  }

  function place(at) {
    var part = seen(at.view);
    var style = at.frame.style;
    style.left = 100 * at.view.scrollLeft / at.view.scrollWidth + '%';
    style.width = 100 * at.view.clientWidth / at.view.scrollWidth + '%';
    style.top = 100 * part.top / at.view.scrollHeight + '%';
    style.height = 100 * part.height / at.view.scrollHeight + '%';
  }

  function show() {
    var at = parts();
    if (!at || innerWidth >= 900 || at.view.scrollWidth < at.view.clientWidth * 1.2) return;
    if (at.map.hidden) {
      at.map.hidden = false;
      draw(at);
    }
    place(at);
    clearTimeout(hide);
    hide = setTimeout(function () { at.map.hidden = true; }, stays);
  }

  function go(event) {
    var map = event.target.closest && event.target.closest('[data-minimap]');
    var at = map && parts();
    if (!at) return;
    var box = at.canvas.getBoundingClientRect();
    var part = seen(at.view);
    at.view.scrollLeft = (event.clientX - box.left) / box.width * at.view.scrollWidth - at.view.clientWidth / 2;
    scrollBy(0, (event.clientY - box.top) / box.height * at.view.scrollHeight - part.top - part.height / 2);
    show();
  }

  document.addEventListener('scroll', show, { capture: true, passive: true });
  document.addEventListener('click', function (event) {
    if (!event.target.closest('[data-zoom]')) return;
    var at = parts();
    if (at) at.map.hidden = true;
    show();
  });
  document.addEventListener('pointerdown', go);
})();
