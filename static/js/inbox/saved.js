// Saved replies: opened by their button, or by "/" in an empty reply; what is typed filters, the arrows choose, Enter
// puts the text where the caret is. What has no value stays in braces, and is selected to be written over.
(() => {
  const BLANK = /\{\{[^{}]*\}\}/;
  const link = () => document.querySelector("[data-saved]");
  const panel = () => document.getElementById("saved-panel");
  const search = () => document.getElementById("saved-q");
  const field = () => document.querySelector("#composer-form textarea");
  const options = () => [...document.querySelectorAll("#saved-options [role='option']")].filter((one) => !one.hidden);
  const chosen = () => document.querySelector("#saved-options [aria-selected='true']");
  const isOpen = () => panel() && !panel().hidden;

  const choose = (option) => {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) search().setAttribute("aria-activedescendant", option.id);
    else search().removeAttribute("aria-activedescendant");
  };
  const filter = () => {
    const words = search().value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const option of document.querySelectorAll("#saved-options [role='option']")) {
      const found = option.dataset.find.toLowerCase();
      option.hidden = !words.every((word) => found.includes(word));
    }
    const count = options().length;
    document.getElementById("saved-count").textContent = count ? `${count} saved ${count === 1 ? "reply" : "replies"}` : "Nothing fits.";
    choose(options()[0]);
  };
  const close = () => {
    const empty = Object.assign(document.createElement("div"), { id: "saved-panel", hidden: true });
    panel().replaceWith(empty);
    link()?.removeAttribute("aria-expanded");
    field()?.focus();
  };
  const put = (text) => {
    close();
    const area = field();
    if (!area) return;
    const start = area.selectionStart;
    area.setRangeText(text, start, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    const blank = BLANK.exec(text);
    if (blank) area.setSelectionRange(start + blank.index, start + blank.index + blank[0].length);
  };

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt.id !== "saved-panel") return;
    link()?.setAttribute("aria-expanded", "true");
    if (!search()) { panel().querySelector("a").focus(); return; }
    search().focus();
    choose(options()[0]);
  });
  document.addEventListener("input", ({ target }) => { if (target.id === "saved-q") filter(); });
  document.addEventListener("click", (event) => {
    const option = event.target.closest("#saved-options [role='option']");
    if (option) put(option.dataset.text);
    else if (event.target.closest("[data-saved-close]")) close();
  });

  const step = (by) => {
    const all = options(), at = all.indexOf(chosen());
    choose(all[(at + by + all.length) % all.length]);
  };
  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => { if (chosen()) put(chosen().dataset.text); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && isOpen() && event.target.closest("#composer")) {
      event.preventDefault();
      close();
    } else if (event.target.id === "saved-q" && keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    } else if (event.key === "/" && event.target.id === "saved-q" && !event.target.value) {
      event.preventDefault(); // twice: it is meant as it stands there
      put("/");
    } else if (event.key === "/" && event.target === field() && !event.target.value && link()) {
      event.preventDefault();
      link().click();
    }
  });
})();
