// Elements with data-poll="seconds" get a "poll" event at that pace: not while the tab is hidden,
// more slowly when no one has touched the page for a minute (unless it has data-watched: a live call is read
// without a touch), at once when someone comes back.
(() => {
  const IDLE_AFTER = 60_000, IDLE_FACTOR = 3, BACK_OFF_MAX = 8;
  let touched = Date.now(), backOff = 1;
  const due = new WeakMap();

  const pace = (element) => {
    const rests = Date.now() - touched > IDLE_AFTER && !("watched" in element.dataset);
    const idle = rests ? IDLE_FACTOR : 1;
    return Number(element.dataset.poll) * 1000 * idle * backOff;
  };
  const ask = (element) => {
    due.set(element, Date.now() + pace(element));
    // One that waited behind another would come after the page has changed, and take away what was chosen there.
    if (element.classList.contains("htmx-request")) return;
    element.dispatchEvent(new CustomEvent("poll"));
  };
  const tick = (atOnce = false) => {
    if (document.hidden) return;
    for (const element of document.querySelectorAll("[data-poll]")) {
      if (!due.has(element)) due.set(element, Date.now() + pace(element));
      if (atOnce || Date.now() >= due.get(element)) ask(element);
    }
  };
  setInterval(tick, 500);
  document.addEventListener("visibilitychange", () => { touched = Date.now(); tick(true); });
  for (const type of ["pointerdown", "keydown", "wheel"]) {
    addEventListener(type, () => { touched = Date.now(); }, { passive: true });
  }
  for (const type of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(type, () => { backOff = Math.min(backOff * 2, BACK_OFF_MAX); });
  }
  document.addEventListener("htmx:afterOnLoad", (event) => { if (event.detail.xhr.status < 400) backOff = 1; });
})();
