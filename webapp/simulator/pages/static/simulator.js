// Keeps the parts marked data-live fresh, and writes times in the reader's own zone.
"use strict";

const EVERY = 1500;

function localTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    time.textContent = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    time.title = at.toLocaleString();
  }
}

// What had the focus has it again; where it is gone, its box has.
function keepFocus(box, was) {
  const [name, value] = was.hasAttribute("href") ? ["href", was.getAttribute("href")] : ["value", was.value ?? ""];
  (box.querySelector(`[${name}="${CSS.escape(value)}"]`) ?? box).focus({ preventScroll: true });
}

async function refresh(box) {
  const shown = box.firstElementChild;
  const url = new URL(box.dataset.live, location.href);
  url.searchParams.set("version", shown ? shown.dataset.version : "");
  const answer = await fetch(url);
  if (answer.status !== 200) return;
  const focused = box !== document.activeElement && box.contains(document.activeElement) ? document.activeElement : null;
  box.innerHTML = await answer.text();
  localTimes(box);
  if (focused) keepFocus(box, focused);
}

async function keepFresh(box) {
  if (!document.hidden) {
    try {
      await refresh(box);
    } catch {
      // The simulator is away; the next look may find it again.
    }
  }
  setTimeout(keepFresh, Number(box.dataset.every) || EVERY, box);
}

localTimes(document);
for (const box of document.querySelectorAll("[data-live]")) {
  setTimeout(keepFresh, Number(box.dataset.every) || EVERY, box);
}

// Enter sends, Shift+Enter makes a new line, as on a phone.
const text = document.querySelector(".composer textarea");
text?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  text.form.requestSubmit();
});
