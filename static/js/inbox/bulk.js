// Choosing conversations on the list: how many are chosen, all that are shown, and Enter in a field, which presses
// the button beside it.
(() => {
  const form = () => document.getElementById("bulk");
  const boxes = () => [...document.querySelectorAll("input[form='bulk'][name='thread']")];
  const all = () => document.getElementById("pick-all");
  const everything = () => document.getElementById("everything");
  const words = (count) => `${count} ${count === 1 ? "conversation is" : "conversations are"} chosen.`;

  const show = () => {
    const count = boxes().filter((box) => box.checked).length;
    all().checked = count > 0 && count === boxes().length;
    all().indeterminate = count > 0 && !all().checked;
    const whole = everything().checked;
    const said = whole ? "The whole view is chosen." : count ? words(count) : "Nothing is chosen.";
    const place = document.getElementById("picked");
    if (place.textContent !== said) place.textContent = said;
    for (const button of form().querySelectorAll("button[name='act']:not([value=''])")) button.disabled = !whole && !count;
  };

  document.addEventListener("DOMContentLoaded", () => { if (form()) show(); });
  addEventListener("pageshow", () => { if (form()) show(); });
  document.addEventListener("change", ({ target }) => {
    if (!form()) return;
    if (target === all()) for (const box of boxes()) box.checked = target.checked;
    if (target === all() || target === everything() || target.name === "thread") show();
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => { if (detail.elt.id === "conversations" && form()) show(); });
  document.addEventListener("keydown", (event) => {
    const field = event.key === "Enter" && event.target.closest?.("#bulk .bulk-field input");
    if (!field) return;
    event.preventDefault();
    field.closest(".bulk-field").querySelector("button").click();
  });
})();
