// What pages need from the browser and Blazor cannot say.
window.dibsPage = {
  // After a change of page: screen readers read its title.
  focusTitle: function () {
    var title = document.querySelector('main h1');
    if (!title) return;
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  },
  // The field with an error, or its first focusable part.
  focusIn: function (id) {
    var place = document.getElementById(id);
    if (!place) return;
    (place.querySelector('input, select, button, textarea') || place).focus();
  },
  // Keeps a choice in the address, so that a page that is loaded again has it, without going anywhere.
  keep: function (query) {
    history.replaceState(history.state, '', location.pathname + query);
  },
};

// The key that a notice offers, while it is shown: <button data-key="F2">.
document.addEventListener('keydown', function (event) {
  if (!/^F\d+$/.test(event.key) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  var button = document.querySelector('button[data-key="' + event.key + '"]:not(:disabled)');
  if (!button) return;
  event.preventDefault();
  button.click();
});
