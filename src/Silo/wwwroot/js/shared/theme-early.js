/* Not a module, and loaded first: the page must know its theme before it is painted. */
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    /* Storage may be forbidden; the system's theme then holds. */
  }
  var system = matchMedia("(prefers-color-scheme: dark)");
  function apply() {
    var theme = chosen === "light" || chosen === "dark" ? chosen : system.matches ? "dark" : "light";
    document.documentElement.dataset.theme = theme;
  }
  system.addEventListener("change", apply);
  document.documentElement.addEventListener("choosetheme", function (event) {
    chosen = event.detail;
    apply();
  });
  apply();
})();
