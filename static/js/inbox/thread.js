// The open conversation: says that something new came, and shows the way to it; keeps the composer in step.
(() => {
  const NEAR = 80; // pixels from the end at which one still reads the latest
  const area = () => document.querySelector(".talk");
  // The timeline is laid out from its end: 0 is the latest message, earlier ones are negative.
  const atEnd = () => Math.abs(area().scrollTop) < NEAR;
  const button = () => document.getElementById("to-latest");
  const words = (count) => `${count} new ${count === 1 ? "message" : "messages"}`;
  let unseen = 0;

  const seen = () => { unseen = 0; button().hidden = true; };
  const news = (count) => {
    document.getElementById("news").textContent = words(count);
    if (atEnd()) return;
    unseen += count;
    button().querySelector("span").textContent = words(unseen);
    button().hidden = false;
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (!area()) return;
    area().addEventListener("scroll", () => { if (atEnd()) seen(); }, { passive: true });
    button().addEventListener("click", () => { area().scrollTop = 0; seen(); });
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const { elt } = event.detail;
    if (elt.id !== "messages") return;
    const form = document.getElementById("composer-form");
    if (form) form.elements.seen.value = elt.dataset.last;
    if (Number(elt.dataset.news)) news(Number(elt.dataset.news));
    const composer = document.getElementById("composer");
    if (composer.dataset.obstacle !== elt.dataset.obstacle) composer.dispatchEvent(new CustomEvent("outbound:changed"));
  });
  document.addEventListener("outbound:sent", () => { area().scrollTop = 0; });
})();
