// Buttons that put {{column}} into a text, where the caret is; their group names the field.
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const field = button && document.getElementById(button.closest("[data-into]")?.dataset.into);
    if (!field) return;
    const { selectionStart: start, selectionEnd: end, value } = field;
    const before = value.slice(0, start);
    const gap = before && !/\s$/.test(before) && start === value.length ? " " : "";
    field.focus();
    field.setRangeText(gap + button.dataset.insert, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
