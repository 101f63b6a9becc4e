// A draft that is not published yet is not lost by accident: leaving its page asks first.
let leaves = false;

const unsaved = () => document.querySelector("form[data-warn][data-changed]");

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-warn]") && event.target.name !== "add-fact") form.dataset.changed = "";
});
// The answer to a publication leads away, and so does the form without script's help.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Redirect")) leaves = true;
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-warn]") && !event.defaultPrevented) leaves = true;
});
addEventListener("beforeunload", (event) => {
  if (leaves || !unsaved()) return;
  event.preventDefault();
});
