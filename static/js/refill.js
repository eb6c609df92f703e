// What was typed into a form that came too late (signed out, or a session begun anew) is filled in again where the form
// stands, once someone has signed in. It is kept by this tab for half an hour. Passwords and files are not kept; the
// composer of a conversation keeps its own draft.
(() => {
  const SLOT = "outbound:typed", LONGEST = 30 * 60 * 1000;
  const SAID = "What you had typed is filled in again. It has not been saved yet.";
  const path = (address) => new URL(address, location.href).pathname;
  const keep = (action, values) => {
    if (Object.keys(values).length) sessionStorage.setItem(SLOT, JSON.stringify({ action, values, at: Date.now() }));
  };
  const fillable = (field) => field.name && !field.disabled && !["hidden", "password", "file", "submit", "button"].includes(field.type) && field.autocomplete !== "one-time-code";
  const fields = (form) => [...form.elements].filter(fillable);

  const typed = (form) => {
    const values = {};
    for (const field of fields(form)) {
      values[field.name] ??= [];
      if (!["checkbox", "radio"].includes(field.type) || field.checked) values[field.name].push(field.value);
    }
    return values;
  };
  const fill = (form, values) => {
    const left = structuredClone(values);
    for (const field of fields(form)) {
      const given = left[field.name] ?? [];
      if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
      else if (field.name in left && given.length) field.value = given.shift();
      else continue;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const refill = () => {
    const kept = JSON.parse(sessionStorage.getItem(SLOT) ?? "null");
    if (!kept || document.getElementById("refill")) return;
    const late = Date.now() - kept.at > LONGEST;
    const form = [...document.forms].find((one) => one.method === "post" && path(one.action) === kept.action && fields(one).some((field) => field.name in kept.values));
    if (!late && !form) return;
    sessionStorage.removeItem(SLOT);
    if (late) return;
    fill(form, kept.values);
    window.outbound.say(SAID, "info", { id: "refilled" });
  };

  document.addEventListener("DOMContentLoaded", () => {
    const { action, typed: values } = document.getElementById("refill")?.dataset ?? {};
    if (values) keep(action, JSON.parse(values));
    else refill();
  });
  document.addEventListener("htmx:afterSettle", refill);
  // Also what was typed last while something else on the page asked, and was told that the session is over.
  let last = null;
  document.addEventListener("input", ({ target }) => { last = target.form; });
  document.addEventListener("htmx:responseError", ({ detail }) => {
    const form = detail.elt?.closest?.("form") ?? last;
    if (form?.method !== "post" || form.dataset.draft || ![400, 401].includes(detail.xhr.status)) return;
    keep(path(form.action), typed(form));
  });

  // Trying an agent out: what is typed while its answer is on the way stays, though the answer brings a new form; the
  // next text until its field is there again.
  let newer = {};
  const trying = () => document.querySelector("form.try");
  document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
    if (elt !== trying()) return;
    newer = {};
    for (const field of fields(elt)) field.defaultValue = field.value;
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!detail.shouldSwap || !trying() || !detail.target.contains(trying())) return;
    for (const { name, value, defaultValue } of fields(trying())) if (value !== defaultValue) newer[name] = value;
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!trying()) return;
    if (trying().querySelector("#summary")) newer = {};
    for (const field of fields(trying())) if (field.name in newer) { field.value = newer[field.name]; delete newer[field.name]; }
  });
})();
