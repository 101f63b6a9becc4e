// “Why?” and small forms open in a sheet beside the page: htmx fills it, this opens and closes it.
const sheet = () => document.getElementById("sheet");

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "sheet-body") return;
  const dialog = sheet();
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[autofocus], h2")?.focus?.();
});
document.addEventListener("click", (event) => {
  const dialog = sheet();
  if (!dialog?.open) return;
  // a click on the dialog itself is a click on what lies behind it
  if (event.target === dialog || event.target.closest("[data-close-sheet]")) dialog.close();
});
document.addEventListener("tenure:close-sheet", () => sheet()?.close());
