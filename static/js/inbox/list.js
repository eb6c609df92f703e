// The list of conversations: its place survives going from one to the next; the count stands in the tab's title.
(() => {
  const list = () => document.getElementById("conversations");
  const PLACE = "outbound:inbox-place";
  let waiting = null;

  const show = (count) => {  // as the server words it: "12", "999+", or nothing
    const title = document.title.replace(/^\(\d+\+?\) /, "");
    document.title = count ? `(${count}) ${title}` : title;
    const link = document.querySelector(".mainnav a[href='/inbox']");
    let badge = link?.querySelector(".count");
    if (!link || (!badge && !count)) return;
    if (!count) { badge.remove(); return; }
    if (!badge) {
      badge = Object.assign(document.createElement("span"), { className: "count" });
      link.append(badge);
    }
    badge.replaceChildren(count, Object.assign(document.createElement("span"), { className: "sr-only", textContent: " waiting for a reply" }));
  };
  const tabs = () => {
    const counts = { needs: list().dataset.needReply, handed_off: list().dataset.handedOff, call_back: list().dataset.callBack };
    for (const element of document.querySelectorAll("[data-count]")) element.textContent = counts[element.dataset.count] || "0";
  };
  const compare = () => {
    tabs();
    const count = list().dataset.needReply;
    if (count === waiting) return;
    if (waiting !== null) {
      show(count);
      if ((parseInt(count, 10) || 0) > (parseInt(waiting, 10) || 0)) {
        document.getElementById("news").textContent = `${count} ${count === "1" ? "conversation needs" : "conversations need"} a reply`;
      }
    }
    waiting = count;
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (!list()) return;
    const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}");
    if (kept.of === list().getAttribute("hx-get").replace(/[?&]open=\d+/, "")) list().scrollTop = kept.top;
    addEventListener("pagehide", () => {
      const of = list().getAttribute("hx-get").replace(/[?&]open=\d+/, "");
      sessionStorage.setItem(PLACE, JSON.stringify({ of, top: list().scrollTop }));
    });
    compare();
  });
  document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.elt.id === "conversations") compare(); });
  document.addEventListener("change", (event) => { if (event.target.matches("select[data-submits]")) event.target.form.requestSubmit(); });
})();
