// Runs before the page is painted: the reader's choice of colours, and the mark that scripts run.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var chosen = localStorage.getItem("docpact-theme");
    if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  } catch (error) {
    // Storage may be forbidden; then the system's colours hold.
  }
})();
