// Buttons that put {{column}} into a text, where the caret is; their group names the field,
// or what holds several: then it is the one that was used last.
(() => {
  const typed = "textarea, input[type='text']";
  let last = null;
  const within = (place) => (place?.contains(last) ? last : place?.querySelector(typed));
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(typed)) last = target;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const place = button && document.getElementById(button.closest("[data-into]")?.dataset.into);
    const field = place?.matches(typed) ? place : within(place);
    if (!field) return;
    const { selectionStart: start, selectionEnd: end, value } = field;
    const before = value.slice(0, start);
    const gap = before && !/\s$/.test(before) && start === value.length ? " " : "";
    field.focus();
    field.setRangeText(gap + button.dataset.insert, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
