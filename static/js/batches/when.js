// The button of the schedule carries the date and time that are chosen.
(() => {
  const say = () => {
    const button = document.querySelector("[data-when-label]");
    if (!button) return;
    const form = button.closest("form");
    const chosen = new Date(`${form.elements.date.value}T${form.elements.time.value}`);
    let words = button.dataset.whenLabel;
    if (!Number.isNaN(chosen.getTime())) {
      const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" }).format(chosen);
      words += ` on ${day.replace(",", "")}, ${form.elements.time.value}`;
    }
    button.textContent = words;
  };
  document.addEventListener("input", (event) => { if (event.target.closest?.("#schedule-form")) say(); });
  document.addEventListener("DOMContentLoaded", say);
  addEventListener("pageshow", say);
})();
