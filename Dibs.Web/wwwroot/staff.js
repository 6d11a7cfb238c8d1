// A page of the staff: while somebody uses it its session is kept, and when nobody has for 15 minutes it is left.
(function () {
  var idle = 15 * 60 * 1000;
  var every = 60 * 1000;
  var used = Date.now();
  var told = Date.now();

  function leave() {
    location.href = '/staff/sign-in?returnUrl=' + encodeURIComponent(location.pathname + location.search);
  }

  async function tell() {
    told = Date.now();
    try {
      var answer = await fetch('/staff/still-here', { redirect: 'manual', cache: 'no-store' });
      if (answer.type === 'opaqueredirect') leave();
    } catch {
      // No connection: the page says so itself.
    }
  }

  function use() {
    used = Date.now();
    if (used - told >= every) tell();
  }

  ['pointerdown', 'keydown', 'wheel', 'touchstart'].forEach(function (event) {
    addEventListener(event, use, { capture: true, passive: true });
  });

  setInterval(function () {
    // A page that hangs on a wall is used by being looked at.
    if (document.querySelector('[data-wall]')) use();
    else if (document.querySelector('.app') && Date.now() - used >= idle) leave();
  }, 10 * 1000);
})();
