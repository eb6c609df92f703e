// The composer of messages, for now or later, and of notes: the draft outlives the page, Ctrl+Enter sends, nothing typed is lost while it sends.
(() => {
  const form = () => document.querySelector("#composer form[data-draft]");
  const text = () => form()?.elements.text;
  const slot = () => `outbound:draft:${form().dataset.draft}`;
  const measure = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

  const restore = () => {
    const field = text();
    if (!field || field.value) return;
    field.value = localStorage.getItem(slot()) ?? "";
    if (field.value) measure(field);
  };
  const keep = (value) => {
    if (value.trim()) localStorage.setItem(slot(), value);
    else localStorage.removeItem(slot());
  };

  document.addEventListener("DOMContentLoaded", restore);
  document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.elt.id === "composer") restore(); });
  document.addEventListener("input", (event) => { if (form() && event.target === text()) keep(event.target.value); });
  // The server says so, before its fresh composer comes in.
  document.addEventListener("outbound:sent", () => {
    if (form()) keep("");
    document.getElementById("messages")?.dispatchEvent(new CustomEvent("poll"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const own = event.target.closest("#composer form[data-draft], #new-message");
    if (!own || event.target.tagName !== "TEXTAREA") return;
    event.preventDefault();
    if (!own.querySelector("[type='submit']").disabled) own.requestSubmit();
  });

  const rest = (event, resting) => {
    if (event.detail.elt === form() && text()) text().readOnly = resting;
  };
  document.addEventListener("htmx:beforeRequest", (event) => rest(event, true));
  document.addEventListener("htmx:afterRequest", (event) => rest(event, false));

  // One of the times that are offered, or one that is typed.
  document.addEventListener("input", ({ target }) => {
    const fields = target.closest("#later-form")?.elements;
    if (!fields) return;
    if (target === fields.later_at && target.value) fields.later_when.value = "own";
    if (target.name === "later_when" && target.value !== "own") fields.later_at.value = "";
    if (target.name === "later_when" && target.value === "own") fields.later_at.focus();
  });

  // A count that does not come is no news; what matters is said when one sends.
  addEventListener("htmx:sendError", (event) => {
    if (event.detail.elt.matches("textarea")) event.stopPropagation();
  }, true);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-plainer]");
    const field = button?.form?.elements.text;
    if (!field) return;
    if (field.value.trim() === button.dataset.of) field.value = button.dataset.plainer;
    field.focus();
    measure(field);
  });
})();
