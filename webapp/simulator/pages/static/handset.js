// A handset: reads aloud what is said, sends words and keys without loading the page anew, hears where it can.
"use strict";

const handset = document.getElementById("handset");
const screenBox = handset.querySelector(".screen");
const speak = document.getElementById("speak");
const words = document.getElementById("text");
const aloud = document.getElementById("aloud");
const synthesis = window.speechSynthesis;
const spoken = new Set();
const told = document.getElementById("told");
let state = "";
const { title } = document;
let typing = false;

function say(fields) {
  return fetch(`/handsets/${handset.dataset.phone}/act`, {
    method: "POST",
    headers: { "X-Requested-With": "fetch" },
    body: new URLSearchParams(fields),
  });
}

function readNewLines(quietly) {
  const call = screenBox.querySelector(".call");
  const news = [];
  const now = screenBox.querySelector(".with")?.textContent ?? "";
  if (now !== state) news.push(now);
  state = now;
  for (const line of screenBox.querySelectorAll("[data-who]")) {
    const id = `${call.dataset.call} ${line.dataset.at} ${line.dataset.who}`;
    if (spoken.has(id)) continue;
    spoken.add(id);
    if (line.dataset.who !== "person") news.push(line.querySelector(".text").textContent);
    if (quietly || line.dataset.who === "person" || !aloud.checked || !synthesis?.getVoices().length) continue;
    synthesis.speak(new SpeechSynthesisUtterance(line.querySelector(".text").lastChild.textContent));
  }
  if (news.length && !quietly) told.textContent = news.join(". ");
  if (!call.querySelector(".ring")) synthesis?.cancel();
  const rings = call.querySelector("[value=answer]");
  document.title = rings ? `☎ Ringing: ${title}` : title;
}

// Answer, decline and hang up without loading the page anew, so that no line is missed.
screenBox.addEventListener("submit", (event) => {
  event.preventDefault();
  screenBox.focus();
  event.submitter.disabled = true;
  say({ act: event.submitter.value });
});

function tellVoice() {
  const any = synthesis?.getVoices().length;
  document.getElementById("voice").textContent = any ? "" : "This browser has no voice: read along.";
}

// What is typed first counts as the beginning of speech, so that the app does not take it for silence.
words.addEventListener("input", () => {
  if (typing || !words.value) return;
  typing = true;
  synthesis?.cancel();
  say({ act: "typing" });
});

speak.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = words.value.trim();
  if (!text) return;
  words.value = "";
  typing = false;
  const answer = await say({ act: "say", text });
  if (answer.ok) return;
  words.value = text;
  words.setCustomValidity(await answer.text());
  words.reportValidity();
  words.setCustomValidity("");
});

document.getElementById("keys").addEventListener("submit", (event) => {
  event.preventDefault();
  say({ act: "press", text: event.submitter.value });
});

const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
if (Recognition) {
  const listen = document.getElementById("listen");
  listen.hidden = false;
  listen.addEventListener("click", () => {
    const recognition = new Recognition();
    recognition.onspeechstart = () => say({ act: "typing" });
    recognition.onresult = (event) => say({ act: "say", text: event.results[0][0].transcript });
    recognition.onerror = (event) => {
      document.getElementById("voice").textContent = `This browser cannot hear you (${event.error}): type instead.`;
    };
    recognition.start();
  });
}

new MutationObserver(() => readNewLines(false)).observe(screenBox, { childList: true });
synthesis?.addEventListener?.("voiceschanged", tellVoice);
tellVoice();
readNewLines(true);
