// A folded part of a form says what is saved in it; once something in it has changed, it says that.
(() => {
  document.addEventListener("input", ({ target }) => {
    const said = target.closest(".form-fold")?.querySelector(".form-fold-said");
    if (said) said.textContent = "Changed, not saved yet.";
  });
})();
