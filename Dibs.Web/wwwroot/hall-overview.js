// The overview of a hall that is wider than its view: an outline around what is seen, and a tap or a finger on it moves the hall there.
// From side to side the view scrolls, up and down the page does. Keys need none of it: the hall follows the seat that has the focus.
(function () {
  var overview = null;
  var held = null;

  // Blazor draws the map, and draws it anew; both are told of before that is painted.
  var sizes = new ResizeObserver(outline);
  new MutationObserver(find).observe(document.body, { childList: true, subtree: true });
  find();

  function find() {
    var now = document.querySelector('[data-overview]');
    if (now === overview) return;
    overview = now;
    held = null;
    sizes.disconnect();
    if (!now) return;
    var view = now.previousElementSibling;
    sizes.observe(view);
    sizes.observe(view.querySelector('[role=grid]'));
    // The hall is shown from its middle, where most people want to sit.
    view.scrollLeft = (view.scrollWidth - view.clientWidth) / 2;
  }

  // Where the seats are on the screen and how large, and the part of the screen that neither the bar nor a sheet at the bottom covers.
  function measure() {
    var view = overview.previousElementSibling;
    var grid = view.querySelector('[role=grid]');
    var seat = grid.querySelector('[data-x]').getBoundingClientRect().width;
    var picture = overview.firstElementChild.viewBox.baseVal;
    var box = grid.getBoundingClientRect();
    var edges = view.getBoundingClientRect();
    return {
      view: view,
      picture: picture,
      seat: seat,
      left: box.left + (box.width - (picture.width + 2 * picture.x) * seat) / 2,
      top: box.top,
      bottom: box.bottom,
      seenLeft: edges.left,
      seenRight: edges.right,
      seenTop: parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0,
      seenBottom: innerHeight - (parseFloat(getComputedStyle(overview).bottom) || 0),
    };
  }

  function outline() {
    if (!overview) return;
    var view = overview.previousElementSibling;
    overview.hidden = view.scrollWidth <= view.clientWidth + 1;
    if (overview.hidden) return;
    var hall = measure();
    var seen = overview.querySelector('.seen');
    var top = Math.max(hall.seenTop, hall.top);
    set('x', (hall.seenLeft - hall.left) / hall.seat);
    set('y', (top - hall.top) / hall.seat);
    set('width', (hall.seenRight - hall.seenLeft) / hall.seat);
    set('height', Math.max(Math.min(hall.seenBottom, hall.bottom) - top, 0) / hall.seat);

    function set(name, seats) { seen.setAttribute(name, seats.toFixed(2)); }
  }

  // What was pointed at comes to the middle of what is seen.
  function move(event, behavior) {
    var hall = measure();
    var x = hall.picture.x + hall.picture.width * part(event.clientX, held.left, held.width);
    var y = hall.picture.y + hall.picture.height * part(event.clientY, held.top, held.height);
    hall.view.scrollBy({ left: hall.left + x * hall.seat - (hall.seenLeft + hall.seenRight) / 2, behavior: behavior });
    window.scrollBy({ top: hall.top + y * hall.seat - (hall.seenTop + hall.seenBottom) / 2, behavior: behavior });
  }

  function part(at, start, length) { return Math.min(Math.max((at - start) / length, 0), 1); }

  document.addEventListener('scroll', outline, { capture: true, passive: true });
  addEventListener('resize', outline);

  document.addEventListener('pointerdown', function (event) {
    if (!overview || !event.isPrimary || event.button !== 0 || !overview.contains(event.target)) return;
    event.preventDefault();
    overview.setPointerCapture(event.pointerId);
    // At the end of the hall it moves with the page: under a finger it counts as where it was.
    held = overview.firstElementChild.getBoundingClientRect();
    move(event, matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth');
  });
  document.addEventListener('pointermove', function (event) {
    if (held && event.isPrimary) move(event, 'instant');
  });
  ['pointerup', 'pointercancel'].forEach(function (end) {
    document.addEventListener(end, function (event) { if (event.isPrimary) held = null; });
  });
})();
