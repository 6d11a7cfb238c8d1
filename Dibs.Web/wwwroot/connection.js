// Starts Blazor and brings a lost page back. All that matters is kept on the server under the customer's cookie, so a page
// whose circuit is gone for good is simply loaded again: same seats, same step, same timer.
(function () {
  var overlay = document.getElementById('components-reconnect-modal');
  var returning = false;

  Blazor.start({
    circuit: {
      // Quick at first (a short loss goes unseen), then every second for as long as it takes.
      reconnectionOptions: { maxRetries: 100000, retryIntervalMilliseconds: function (attempt) { return attempt < 3 ? 250 : 1000; } },
    },
  });

  // Ended by the server: the circuit is unknown there (another instance, or it was away for too long).
  async function comeBack() {
    if (returning) return;
    returning = true;
    for (;;) {
      try {
        // Any answer will do: what cannot be shown is explained by the page that comes instead.
        await fetch('/favicon.svg', { cache: 'no-store' });
        location.reload();
        return;
      } catch {
        await new Promise(function (done) { setTimeout(done, 700); });
      }
    }
  }

  new MutationObserver(function () {
    var state = overlay.classList;
    var gone = state.contains('components-reconnect-failed') || state.contains('components-reconnect-rejected');
    document.documentElement.dataset.connection = gone || state.contains('components-reconnect-show') ? 'lost' : 'up';
    if (gone) comeBack();
  }).observe(overlay, { attributes: true, attributeFilter: ['class'] });
})();
