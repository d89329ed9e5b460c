// Runs before the page is painted: the colours that this browser was told to use, else those of the system.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("has-script");
  const kept = localStorage.getItem("theme");
  if (kept === "light" || kept === "dark") root.dataset.theme = kept;
})();
