// Short messages in the corner, read out politely. Nothing that HTMX asked for fails unseen.
(() => {
  const region = () => document.getElementById("toasts");
  const remove = (line) => line?.remove();

  const say = (text, kind = "info", { id = null, link = null } = {}) => {
    if (id && document.getElementById(id)) return;
    for (const one of [...region().children]) if (one.dataset.said === text) remove(one);
    const line = document.createElement("div");
    line.className = `toast-line toast-${kind}`;
    line.dataset.said = text;
    if (id) line.id = id;
    const mark = Object.assign(document.createElement("span"), { className: "mark" });
    const words = Object.assign(document.createElement("span"), { textContent: text });
    if (link) words.append(" ", Object.assign(document.createElement("a"), { href: link.href, textContent: link.word }));
    const close = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
    close.setAttribute("aria-label", "Dismiss");
    close.addEventListener("click", () => remove(line));
    line.append(mark, words, close);
    region().append(line);
    if (kind !== "bad" && !id) setTimeout(() => remove(line), 6000);
  };
  window.outbound = { ...window.outbound, say };

  document.addEventListener("outbound:say", (event) => {
    for (const { text, kind } of event.detail.lines ?? []) say(text, kind);
  });

  // Whether it was an act, of which no one knows whether it was done; the rest only shows something.
  const acts = ({ requestConfig: asked }) => asked?.verb !== "get" && ["submit", "click"].includes(asked?.triggeringEvent?.type);
  const KEPT = "What you have typed is still here.";

  // The server's error answers to HTMX are one plain sentence.
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    const plain = (xhr.getResponseHeader("Content-Type") ?? "").startsWith("text/plain");
    if (xhr.status === 401) {
      const next = encodeURIComponent(location.pathname + location.search);
      say("You have been signed out.", "bad", { id: "signed-out", link: { href: `/login?next=${next}`, word: "Sign in again" } });
      return;
    }
    const id = event.detail.elt?.dataset?.poll ? "poll-failed" : null;
    const again = id || acts(event.detail) ? "Reload the page and try again." : KEPT;
    say(plain ? xhr.responseText : `That did not work. ${again}`, "bad", { id });
  });
  document.addEventListener("htmx:sendError", (event) => {
    const polled = Boolean(event.detail.elt?.dataset?.poll);
    const done = acts(event.detail);
    const next = polled ? "Trying again…" : done ? "Reload the page to see whether it was done, then try again." : KEPT;
    if (done) ["connection-lost", "act-lost"].forEach((id) => remove(document.getElementById(id)));
    say(`The connection is lost. ${next}`, "bad", { id: done ? "act-lost" : "connection-lost" });
  });
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (event.detail.xhr.status >= 400) return;
    const over = ["connection-lost", "poll-failed", "signed-out"];
    if (acts(event.detail)) over.push("act-lost");  // tried again, and answered
    over.forEach((id) => remove(document.getElementById(id)));
  });

  // What tells of something that goes on is over with the first news of the page.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt?.dataset?.poll) document.querySelectorAll("#notices .passing").forEach(remove);
  });

  // What a swap brought in may ask to be read out: <span data-announce="2 new messages">.
  document.addEventListener("htmx:afterSettle", (event) => {
    const announced = event.detail.elt?.querySelector?.("[data-announce]");
    if (announced?.dataset.announce) say(announced.dataset.announce);
  });
})();
