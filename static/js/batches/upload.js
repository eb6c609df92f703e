// The list's form: it is sent as soon as a file is chosen, says how far it has come, and refuses at once what is too large.
(() => {
  const LARGEST = 100 * 1024 * 1024;
  const parts = (form) => ({
    box: form.querySelector("[data-uploading]"),
    bar: form.querySelector("[data-uploading] progress"),
    words: form.querySelector("[data-uploading-words]"),
  });
  const mb = (bytes) => (bytes / 1048576).toFixed(1);

  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-upload]");
    const file = form && event.target.type === "file" && event.target.files[0];
    if (!file) return;
    const { box, bar, words } = parts(form);
    box.hidden = false;
    if (file.size > LARGEST) {
      bar.hidden = true;
      words.textContent = "This file is larger than 100 MB. Split it into several lists.";
      words.setAttribute("role", "alert");
      event.target.value = "";
      return;
    }
    bar.hidden = false;
    bar.value = 0;
    words.textContent = "Uploading…";
    form.requestSubmit();
  });

  document.addEventListener("htmx:xhr:progress", (event) => {
    const form = event.target.closest?.("form[data-upload]");
    if (!form || !event.detail.lengthComputable) return;
    const { bar, words } = parts(form);
    const { loaded, total } = event.detail;
    bar.value = loaded / total;
    words.textContent = loaded < total ? `${mb(loaded)} of ${mb(total)} MB uploaded` : "Uploaded. One moment…";
  });

  // The connection broke or the server refused: the same file can be chosen again.
  for (const name of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(name, (event) => {
      const form = event.target.closest?.("form[data-upload]");
      if (!form) return;
      parts(form).box.hidden = true;
      form.querySelector("input[type='file']").value = "";
    });
  }
})();
