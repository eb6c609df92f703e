// Buttons that put {{column}} into a text, where the caret is; their group names the fields by their ids,
// or what holds several: it is the one that was used last, or the first.
(() => {
  const typed = "textarea, input[type='text']";
  let last = null;
  const chosen = (ids = "") => {
    const places = ids.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
    if (places.some((place) => place.contains(last))) return last;
    return places[0]?.matches(typed) ? places[0] : places[0]?.querySelector(typed);
  };
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(typed)) last = target;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const field = button && chosen(button.closest("[data-into]")?.dataset.into);
    if (!field) return;
    const { selectionStart: start, selectionEnd: end, value } = field;
    const before = value.slice(0, start);
    const gap = before && !/\s$/.test(before) && start === value.length ? " " : "";
    field.focus();
    field.setRangeText(gap + button.dataset.insert, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
