// A call that lasts has a clock that runs: the server writes where it stands, this keeps it going.
(() => {
  const clock = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds));
    const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    const two = (n) => String(n).padStart(2, "0");
    return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  };
  const tick = () => {
    if (document.hidden) return;
    for (const element of document.querySelectorAll("[data-since]")) {
      element.textContent = clock((Date.now() - Date.parse(element.dataset.since)) / 1000);
    }
  };
  setInterval(tick, 1000);
})();
