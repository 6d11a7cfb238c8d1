// Runs before anything is drawn: light or dark, by the customer's choice (a cookie) or the system's setting.
(function () {
  var system = matchMedia('(prefers-color-scheme: dark)');
  function chosen() {
    var cookie = document.cookie.match(/(?:^|; )dibs_theme=(light|dark)/);
    return cookie ? cookie[1] : null;
  }
  function apply() {
    document.documentElement.dataset.theme = chosen() || (system.matches ? 'dark' : 'light');
  }
  window.dibsTheme = {
    isDark: function () { return document.documentElement.dataset.theme === 'dark'; },
    choose: function (dark) {
      document.cookie = 'dibs_theme=' + (dark ? 'dark' : 'light') + '; path=/; max-age=31536000; samesite=lax';
      apply();
    },
  };
  system.addEventListener('change', apply);
  apply();
})();
