// Menus made of <details data-menu>: one open at a time, Escape and a click elsewhere close them.
// A question in a popover gets the focus, on the button that changes nothing.
// Rows with data-href can be clicked anywhere; the link inside them is what the keyboard uses.
(() => {
  const open = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, summary") || String(getSelection())) return;
    if (event.metaKey || event.ctrlKey) window.open(row.dataset.href);
    else location.assign(row.dataset.href);
  });
  document.addEventListener("toggle", ({ target, newState }) => {
    if (newState !== "open" || !target.matches(".confirm") || target.contains(document.activeElement)) return;
    target.querySelector("[popovertargetaction='hide']")?.focus();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
