// What was done is told at the foot of the page, with ten seconds to take it back: longer while somebody is at it.
const note = () => document.getElementById("undo");
let ends;

function hide() {
  clearTimeout(ends);
  const held = note();
  if (!held) return;
  held.replaceChildren();
  held.removeAttribute("data-ends");
  held.classList.remove("done");
}

function count() {
  clearTimeout(ends);
  const seconds = Number(note()?.dataset.ends);
  if (!seconds) return;
  ends = setTimeout(() => (note()?.matches(":hover, :focus-within") ? count() : hide()), seconds * 1000);
}

document.addEventListener("htmx:afterSettle", () => {
  if (note()?.dataset.ends && !note().dataset.counted) {
    note().dataset.counted = "yes";
    count();
  }
});
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-hide-undo]")) hide();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "z" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]") || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const button = note()?.querySelector("[data-undo]");
  if (!button) return;
  event.preventDefault();
  button.click();
});

// What was written and is kept is in its form no more; what could not be kept stays there to be put right.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const by = detail.elt.dataset?.emptiedBy;
  if (by && detail.xhr.getResponseHeader("HX-Trigger-After-Settle")?.includes(`tenure:${by}`)) detail.elt.reset();
});
