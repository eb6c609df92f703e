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

  // How far the newest call is, is read out when it changes; its clock is not.
  const call = () => [...document.querySelectorAll("#messages .call")].pop();
  const state = () => (call() ? `Call: ${call().querySelector(".call-what strong").textContent}` : "");
  let told = "";
  const tell = () => {
    if (state() && state() !== told) document.getElementById("news").textContent = state();
    told = state();
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (!area()) return;
    told = state();
    area().addEventListener("scroll", () => { if (atEnd()) seen(); }, { passive: true });
    button().addEventListener("click", () => { area().scrollTop = 0; seen(); });
  });
  // Who has the word is told by both: when one says something else than the other, the other is asked again.
  const bar = () => document.getElementById("agent-bar");
  const same = (messages, name) => messages.dataset[name] === bar()?.dataset[name];
  const agree = (messages) => same(messages, "standing") && same(messages, "obstacle");
  // Forms that put the conversation away say up to what it was read.
  const keepRead = (messages) => {
    for (const field of document.querySelectorAll("#agent-bar [name='read']")) field.value = messages.dataset.read;
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    const { elt, requestConfig } = event.detail;
    if (elt.id !== "agent-bar") return;
    const messages = document.getElementById("messages");
    if (messages) keepRead(messages);
    if (requestConfig?.verb === "post") document.getElementById("conversations")?.dispatchEvent(new CustomEvent("poll"));
    if (messages?.dataset.poll && !agree(messages)) messages.dispatchEvent(new CustomEvent("poll"));
    if (requestConfig?.path.includes("/take-over")) document.getElementById("f-text")?.focus();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const { elt } = event.detail;
    if (elt.id !== "messages") return;
    const desk = document.getElementById("desk");
    // Not while someone types into it, or has opened a form there.
    const types = desk?.contains(document.activeElement) && document.activeElement.matches("input, select");
    const busy = types || desk?.querySelector("details[open]");
    if (desk && !busy && desk.dataset.revision !== elt.dataset.revision) desk.dispatchEvent(new CustomEvent("outbound:changed"));
    keepRead(elt);
    if (!agree(elt)) bar()?.dispatchEvent(new CustomEvent("outbound:changed"));
    const form = document.querySelector("#composer form[data-draft]");
    if (form?.elements.seen) form.elements.seen.value = elt.dataset.last;
    tell();
    if (Number(elt.dataset.news)) news(Number(elt.dataset.news));
    const composer = document.getElementById("composer");
    if (composer.dataset.obstacle !== elt.dataset.obstacle) composer.dispatchEvent(new CustomEvent("outbound:changed"));
  });
  // Opened by hand or by its key, the form for a callback or a label gets the caret; not when it came back with faults.
  document.addEventListener("toggle", ({ target }) => {
    if (target.matches("#desk .fold") && target.open && !document.getElementById("summary")) target.querySelector("[name='at'], [name='label']").focus();
  }, true);
  // The menu for snoozing gets the caret, by its key too, and goes once a time is chosen.
  document.addEventListener("toggle", ({ target }) => {
    if (target.id === "snooze-menu" && target.open) target.querySelector(".item").focus();
  }, true);
  document.addEventListener("submit", ({ target }) => {
    const menu = target.closest?.("#snooze-menu");
    if (menu) menu.open = false;
  });
  document.addEventListener("outbound:sent", () => { area().scrollTop = 0; });
})();
