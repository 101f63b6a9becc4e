// The keyboard: “/” finds, up and down walk the rows, enter opens (rows are links), escape goes back.
const rows = () => [...document.querySelectorAll("[data-rows] a[data-row]")];
const writes = (element) => element.closest?.("input, textarea, select, [contenteditable]");

function walk(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, at + step)];
  if (at === 0 && step < 0) document.querySelector("[data-find]")?.focus();
  else next.focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const find = document.querySelector("[data-find]");
  const finding = find && event.target === find;
  const menu = event.target.closest?.("details.menu");
  if (menu) return;
  if (event.key === "/" && find && !writes(event.target)) {
    event.preventDefault();
    find.focus();
    find.select();
  } else if (event.key === "Escape" && finding) {
    find.blur();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (finding || !writes(event.target))) {
    if (walk(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
  } else if ((event.key === "j" || event.key === "k") && !writes(event.target)) {
    walk(event.key === "j" ? 1 : -1);
  }
});

// A refreshed list keeps the row that had the focus.
let kept;
document.addEventListener("htmx:beforeSwap", () => {
  kept = document.activeElement?.matches?.("a[data-row]") ? document.activeElement.getAttribute("href") : undefined;
});
document.addEventListener("htmx:afterSwap", () => {
  if (kept) rows().find((row) => row.getAttribute("href") === kept)?.focus({ preventScroll: true });
});
