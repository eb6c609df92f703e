// Relative times grow old: the server writes them, this keeps them true. Same steps as webapp/views/times.py.
(() => {
  const STEPS = [[60, 1, "second"], [3600, 60, "minute"], [86400, 3600, "hour"], [604800, 86400, "day"]];
  const words = (seconds) => {
    const away = Math.abs(seconds);
    if (away < 10) return "just now";
    const step = STEPS.find(([limit]) => away < limit);
    if (!step) return null; // older ones are written as a date
    const n = seconds > 0 ? Math.floor(away / step[1]) : Math.round(away / step[1]);
    const unit = n === 1 ? step[2] : `${step[2]}s`;
    return seconds > 0 ? `${n} ${unit} ago` : `in ${n} ${unit}`;
  };
  const refresh = () => {
    for (const time of document.querySelectorAll("time[data-relative]")) {
      const said = words((Date.now() - Date.parse(time.dateTime)) / 1000);
      if (said && said !== time.textContent) time.textContent = said;
    }
  };
  setInterval(() => { if (!document.hidden) refresh(); }, 15_000);
})();
