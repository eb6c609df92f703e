// Single keys: an element with data-key is pressed, or gets the caret. Not while someone types, and not where the
// browser's owner has switched them off.
(() => {
  const OFF = "outbound:no-keys";
  const isOff = () => localStorage.getItem(OFF) !== null;
  const busy = (target) => target.closest?.("input, textarea, select, [contenteditable]") || document.querySelector(":popover-open");
  const visible = (element) => element.getClientRects().length > 0;

  const step = (by) => {
    const links = [...document.querySelectorAll(".conversation")];
    const at = links.findIndex((link) => link === document.activeElement || link.hasAttribute("aria-current"));
    const next = links[at < 0 ? 0 : at + by];
    if (!next) return;
    if (document.querySelector(".has-thread")) next.click();
    else next.focus();
  };
  const press = (key) => {
    const element = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(visible);
    if (!element) return false;
    if (element.matches("textarea, input")) element.focus();
    else element.click();
    return true;
  };

  // A key that acts, and moves the caret into a field once that is done, is not typed into it when it is pressed twice.
  const AGAIN = 500; // milliseconds, after the key and after the caret has moved
  let last = "", until = 0;
  const isAgain = (event) => event.key?.toLowerCase() === last && (event.repeat || performance.now() < until);
  document.addEventListener("pointerdown", () => { last = ""; });
  document.addEventListener("focusin", () => { if (last && until) until = performance.now() + AGAIN; });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (last && isAgain(event)) { event.preventDefault(); return; }
    last = "";
    if (isOff() || busy(event.target)) return;
    const moves = { j: () => step(1), k: () => step(-1), "?": () => document.getElementById("keys-help").showPopover() };
    const key = event.key.toLowerCase();
    if (moves[key]) moves[key]();
    else if (key === "/") document.getElementById("inbox-q")?.focus();
    else if (press(key)) [last, until] = [key, document.activeElement.matches("textarea, input") ? 0 : performance.now() + AGAIN];
    else return;
    event.preventDefault();
  });

  document.addEventListener("DOMContentLoaded", () => {
    const box = document.getElementById("use-keys");
    if (!box) return;
    box.checked = !isOff();
    box.addEventListener("change", () => {
      if (box.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "yes");
    });
  });
})();
