// “Hear it”: the browser's own voice reads what stands in an element, in the language of the call.
// <button data-hear="#id" data-lang="en" data-language="English"> with a <span data-hear-words>, and near it a
// <p data-hear-says role="status"> for what there is to say about it.
(() => {
  const synthesis = window.speechSynthesis;
  const PATIENCE = 1500; // milliseconds: some browsers load their voices late
  let playing = null;
  let turn = 0;

  const voices = () => synthesis?.getVoices() ?? [];
  const voiceFor = (lang) => voices().find((one) => one.lang.toLowerCase().replace("_", "-").split("-")[0] === lang);

  const loaded = () =>
    voices().length || !synthesis
      ? Promise.resolve()
      : new Promise((done) => {
          synthesis.addEventListener("voiceschanged", done, { once: true });
          setTimeout(done, PATIENCE);
        });

  const tell = (button, sentence) => {
    const place = button.closest("[data-hear-place]")?.querySelector("[data-hear-says]");
    if (place) place.textContent = sentence;
  };
  const show = (button, sounds) => {
    if (!button) return;
    const words = button.querySelector("[data-hear-words]");
    if (words) words.textContent = sounds ? button.dataset.stop : button.dataset.start;
  };
  const stop = () => {
    turn += 1;
    synthesis?.cancel();
    show(playing, false);
    playing = null;
  };

  const play = async (button) => {
    const mine = ++turn;
    const { lang, language } = button.dataset;
    await loaded();
    if (mine !== turn) return;
    const text = document.querySelector(button.dataset.hear)?.textContent.trim().replace(/\s+/g, " ");
    if (!text) return tell(button, "There is nothing to hear yet.");
    const voice = voiceFor(lang);
    if (!voice) return tell(button, `This browser has no voice for ${language}: read it aloud instead, or use another browser.`);
    tell(button, "");
    const speech = Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang });
    const over = () => mine === turn && stop();
    speech.addEventListener("end", over);
    speech.addEventListener("error", ({ error }) => {
      if (mine === turn && error !== "canceled" && error !== "interrupted") tell(button, "The browser could not read it aloud.");
      over();
    });
    playing = button;
    show(button, true);
    synthesis.cancel();
    synthesis.speak(speech);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-hear]");
    if (!button) return;
    const again = button === playing;
    stop();
    if (!again) play(button);
  });
  // Another row, or other words: what is heard is what is seen.
  document.addEventListener("htmx:beforeSwap", stop);
  addEventListener("pagehide", stop);
})();
