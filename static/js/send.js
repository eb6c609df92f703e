// Sending forms: never twice, focus to the error summary, what is typed survives a morph.
(() => {
  if (window.Idiomorph) {
    // What is typed in a field stays. A button or a link with the focus follows like all else: what it says, it does.
    Object.defineProperty(Idiomorph.defaults, "ignoreActiveValue", {
      enumerable: true,
      get: () => Boolean(document.activeElement?.matches("input, select, textarea")),
    });
    Idiomorph.defaults.restoreFocus = true;
    // What someone has opened stays open.
    Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, element) => !(name === "open" && element.tagName === "DETAILS");
  }
  const buttons = (form) => [...form.querySelectorAll("[type='submit']"), ...document.querySelectorAll(`[type='submit'][form='${form.id}']`)];

  // A plain form: its buttons rest while the browser waits for the next page. Later than the submit
  // event, so that the pressed button's own name and value are still sent.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.hasAttribute("hx-post") || form.method !== "post") return;
    if (/\.(csv|txt)$/.test(new URL(form.action).pathname)) return;  // a download: the page stays as it is
    if (form.classList.contains("is-sending")) { event.preventDefault(); return; }
    form.classList.add("is-sending");
    setTimeout(() => buttons(form).forEach((button) => { button.disabled = true; }));
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form.is-sending")) {
      form.classList.remove("is-sending");
      buttons(form).forEach((button) => { button.disabled = false; });
    }
  });

  const toSummary = (root) => {
    const summary = root?.querySelector?.("#summary");
    if (!summary) return;
    summary.focus({ preventScroll: true });
    const top = summary.getBoundingClientRect().top + scrollY;
    scrollTo({ top: top < innerHeight * 0.6 ? 0 : top - 80 });
  };
  document.addEventListener("DOMContentLoaded", () => toSummary(document));
  document.addEventListener("htmx:afterSettle", (event) => toSummary(event.detail.elt));

  // A button may be gone with what it changed, or have rested meanwhile: the keyboard goes on beside it.
  let pressed = null;
  const shown = (within) => [...(within?.querySelectorAll("summary, button:enabled, a, select") ?? [])].find((one) => one.checkVisibility());
  const goOn = (where, { action, row }) => {
    if (document.activeElement !== document.body || !where.isConnected) return;
    const again = [...where.querySelectorAll("form")].find((form) => form.getAttribute("action") === action);
    const beside = shown(again) ?? shown(where.querySelector(`[class="${row}"]`));
    if (!beside) where.tabIndex = -1;
    (beside ?? where).focus({ preventScroll: true });
  };
  document.addEventListener("submit", ({ target }) => {
    const here = target.hasAttribute("hx-post") && target.contains(document.activeElement);
    pressed = here ? { action: target.getAttribute("action"), row: target.closest(".acts")?.className ?? "" } : null;
  }, true);
  document.addEventListener("htmx:afterSettle", ({ detail: { elt, requestConfig } }) => {
    if (!pressed || requestConfig?.verb !== "post") return;
    setTimeout(goOn, 0, elt, pressed);
    pressed = null;
  });

  // A link of the summary puts the caret into its field, not only into view.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".summary a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.matches("fieldset") ? field.querySelector("input") ?? field : field).focus();
    field.closest(".field")?.scrollIntoView({ block: "center" });
  });
})();
