// The seat map in the browser: moving between seats and zooming must not wait for the server.
(function () {
  var pageRows = 5;
  var sizes = [24, 34, 44, 56];

  // --- What the server is told: a seat, whatever in it was clicked. ---
  Blazor.registerCustomEventType('seattoggle', {
    browserEventName: 'click',
    createEventArgs: function (event) {
      var seat = event.target.closest('[data-seat]');
      return { seat: seat && seat.dataset.seat };
    },
  });

  // --- One tab stop: the seat that was focused last. ---
  var focused = null;
  document.addEventListener('focusin', function (event) {
    var seat = event.target.closest('[data-seat]');
    focused = seat && seat.dataset.seat;
    var grid = seat && seat.closest('[role=grid]');
    if (!grid) return;
    grid.querySelectorAll('[data-x][tabindex="0"]').forEach(function (other) { other.tabIndex = -1; });
    seat.tabIndex = 0;
  });

  document.addEventListener('pointerdown', function (event) {
    if (!event.target.closest('[data-seat]')) focused = null;
  });

  // --- A seat that changed hands is another element: it gets the tab stop and the focus that the old one had. ---
  new MutationObserver(function (changes) {
    var old = {};
    changes.forEach(function (change) { change.removedNodes.forEach(function (node) { each(node, function (seat) { old[seat.dataset.seat] = seat; }); }); });
    // Not when the whole map is drawn.
    var fades = Object.keys(old).length < 50;
    changes.forEach(function (change) { change.addedNodes.forEach(function (node) { each(node, function (seat) { follow(old[seat.dataset.seat], seat, fades); }); }); });
  }).observe(document.body, { childList: true, subtree: true });

  function each(node, act) {
    if (node.querySelectorAll) node.querySelectorAll('[data-seat]').forEach(act);
  }

  function follow(before, seat, fades) {
    if (!before || !seat.isConnected) return;
    seat.tabIndex = before.tabIndex;
    if (fades) seat.classList.add('changed');
    if (focused === seat.dataset.seat && document.activeElement === document.body) seat.focus({ preventScroll: true });
  }

  // --- Arrows, Home, End, PageUp, PageDown (with Ctrl, Home and End go to the first and last seat of the hall). ---
  document.addEventListener('keydown', function (event) {
    var seat = event.target.closest('[data-x]');
    var grid = seat && seat.closest('[role=grid]');
    if (!grid || event.altKey || event.metaKey) return;
    var next = target(grid, seat, event.key, event.ctrlKey);
    if (next === undefined) return;
    event.preventDefault();
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });

  // Undefined: not a key of ours. Null: nowhere to go.
  function target(grid, seat, key, whole) {
    var rows = Array.from(grid.querySelectorAll('[role=row]'));
    var row = seat.closest('[role=row]');
    var at = rows.indexOf(row);
    var seats = Array.from(row.querySelectorAll('[data-x]'));
    var column = seats.indexOf(seat);
    switch (key) {
      case 'ArrowLeft': return seats[column - 1] || null;
      case 'ArrowRight': return seats[column + 1] || null;
      case 'ArrowUp': return nearest(rows[at - 1], seat);
      case 'ArrowDown': return nearest(rows[at + 1], seat);
      case 'PageUp': return nearest(rows[Math.max(at - pageRows, 0)], seat);
      case 'PageDown': return nearest(rows[Math.min(at + pageRows, rows.length - 1)], seat);
      case 'Home': return whole ? rows[0].querySelector('[data-x]') : seats[0];
      case 'End': return whole ? Array.from(rows[rows.length - 1].querySelectorAll('[data-x]')).pop() : seats[seats.length - 1];
      default: return undefined;
    }
  }

  function nearest(row, seat) {
    if (!row) return null;
    var x = Number(seat.dataset.x);
    return Array.from(row.querySelectorAll('[data-x]')).reduce(function (best, other) {
      return !best || Math.abs(other.dataset.x - x) < Math.abs(best.dataset.x - x) ? other : best;
    }, null);
  }

  // --- Zoom: by buttons with data-zoom="1" or "-1", and by two fingers. What is at that point of the screen stays there. ---
  function zoom(view, size, x, y) {
    var before = seats(view);
    view.style.setProperty('--at-least', size + 'px');
    view.dataset.large = size >= 40 ? 'true' : 'false';
    var after = seats(view);
    view.scrollLeft += after.left + (x - before.left) / before.width * after.width - x;
    // The view has the height of the hall: up and down the page scrolls.
    window.scrollBy(0, after.top + (y - before.top) / before.height * after.height - y);
  }

  function seats(view) { return view.querySelector('[role=grid]').getBoundingClientRect(); }

  function seatSize(view) {
    var seat = view.querySelector('[data-x]');
    return seat ? seat.getBoundingClientRect().width : sizes[0];
  }

  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-zoom]');
    var view = button && document.getElementById(button.getAttribute('aria-controls'));
    if (!view) return;
    var now = seatSize(view);
    var size = Number(button.dataset.zoom) > 0
      ? sizes.find(function (one) { return one > now + 1; }) || sizes[sizes.length - 1]
      : sizes.slice().reverse().find(function (one) { return one < now - 1; }) || sizes[0];
    // From the first row: the buttons stay where they are, for the next click.
    zoom(view, size, view.getBoundingClientRect().left + view.clientWidth / 2, seats(view).top);
  });

  var pinch = null;
  document.addEventListener('touchstart', function (event) {
    var view = event.touches.length === 2 && event.target.closest('[data-seat-view]');
    pinch = view ? { view: view, from: distance(event), size: seatSize(view) } : null;
  }, { passive: true });
  document.addEventListener('touchmove', function (event) {
    if (!pinch || event.touches.length !== 2) return;
    event.preventDefault();
    var size = Math.min(64, Math.max(sizes[0], pinch.size * distance(event) / pinch.from));
    zoom(pinch.view, size, (event.touches[0].clientX + event.touches[1].clientX) / 2, (event.touches[0].clientY + event.touches[1].clientY) / 2);
  }, { passive: false });
  document.addEventListener('touchend', function () { pinch = null; }, { passive: true });

  function distance(event) {
    return Math.hypot(event.touches[0].clientX - event.touches[1].clientX, event.touches[0].clientY - event.touches[1].clientY);
  }
})();
