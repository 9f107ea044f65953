// Shows a question once the answer it belongs to is chosen. Without it, all are shown.
(() => {
  "use strict";

  function chosen(form, name) {
    const control = form.elements[name];
    if (!control) return null; // not on this page: it was answered before
    if (control.type === "checkbox") return control.checked ? "on" : "off";
    return control.value;
  }

  function draw(form) {
    for (const box of form.querySelectorAll("[data-after]")) {
      const field = box.closest(".sl-field, .sl-tickfield");
      const answer = chosen(form, box.dataset.after);
      if (!field || answer === null) continue;
      const fits = box.dataset.fits.split(" ").includes(answer);
      field.hidden = !fits && !field.classList.contains("sl-field--error");
    }
  }

  for (const form of document.forms) {
    draw(form);
    form.addEventListener("change", () => draw(form));
  }
})();
