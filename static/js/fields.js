// File inputs that take a drop, copy buttons, a guess at the time zone.
(() => {
  const size = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const chosen = (zone) => {
    const file = zone.querySelector("input[type='file']").files[0];
    zone.querySelector("[data-drop-chosen]").textContent = file ? `${file.name} (${size(file.size)})` : "";
  };
  document.addEventListener("change", (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (zone) chosen(zone);
  });
  for (const type of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(type, (event) => {
      const zone = event.target.closest?.("[data-drop]");
      zone?.classList.toggle("is-over", type === "dragenter" || type === "dragover");
      // A file dropped beside the zone would make the browser leave the page.
      if (!zone && event.dataTransfer?.types.includes("Files")) event.preventDefault();
    });
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    if (field.select) field.select();
    else getSelection().selectAllChildren(field);
    try {
      await navigator.clipboard.writeText(field.value ?? getSelection().toString());
    } catch {
      document.execCommand("copy"); // no clipboard access without HTTPS
    }
    const word = button.querySelector("span");
    word.textContent = "Copied";
    setTimeout(() => { word.textContent = "Copy"; }, 2000);
  });

  document.addEventListener("DOMContentLoaded", () => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    for (const select of document.querySelectorAll("select[data-guess-zone]")) {
      if ([...select.options].some((option) => option.value === zone)) select.value = zone;
    }
  });
})();
