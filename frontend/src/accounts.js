// The list of accounts: cells that open in place, rows that are chosen, rows that are pasted.
import htmx from "htmx.org";

const writes = (element) => element.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
const rowOf = (element) => element.closest("tr");

// A cell: right and left walk within the row, up and down within the column; enter opens, escape closes.
function neighbour(from, key) {
  const row = rowOf(from);
  const stops = [row.querySelector("a[data-row]"), ...row.querySelectorAll("button.cell[data-cell]")];
  const at = stops.indexOf(from);
  if (key === "ArrowRight") return stops[at + 1];
  if (key === "ArrowLeft") return stops[at - 1];
  const next = key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
  return next?.querySelector(`[data-cell="${CSS.escape(from.dataset.cell)}"]`);
}

document.addEventListener(
  "keydown",
  (event) => {
    const here = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || !here.closest?.("[data-rows]") || writes(here)) return;
    const cell = here.matches("[data-cell]");
    const sideways = event.key === "ArrowRight" || event.key === "ArrowLeft";
    if ((cell && (event.key === "ArrowUp" || event.key === "ArrowDown")) || (sideways && here.matches("a[data-row], [data-cell]"))) {
      event.preventDefault();
      event.stopPropagation();
      neighbour(here, event.key)?.focus();
    } else if (event.key === "x") {
      const tick = rowOf(here)?.querySelector("[data-tick]");
      if (tick) tick.click();
    } else if (event.key === "e" && here.matches("a[data-row]")) {
      rowOf(here).querySelector(".row-edit")?.click();
    }
  },
  true,
);

// What a cell was before it opened, so that escape and a blur without a change put it back.
const before = new WeakMap();
document.addEventListener("htmx:beforeSwap", (event) => {
  const place = event.detail.target;
  if (place?.matches?.("[data-rows] td") && !place.querySelector("[data-cell-form]")) before.set(place, [...place.childNodes]);
});

function close(form, focus) {
  const place = form.closest("td");
  const nodes = before.get(place);
  if (!nodes) return;
  place.replaceChildren(...nodes);
  htmx.process(place); // it let go of them when the form took their place
  if (focus) (place.querySelector("button.cell, a[data-row]") ?? place).focus();
}

document.addEventListener("htmx:afterSettle", (event) => {
  const place = event.detail.target;
  if (!place?.matches?.("[data-rows] td")) return;
  const form = place.querySelector("[data-cell-form]");
  if (form) {
    const input = form.elements.value;
    form.dataset.was ??= input.value;
    input.focus();
    input.select?.();
  } else if (place.dataset.leftBy !== "pointer") {
    place.querySelector("button.cell, a[data-row]")?.focus({ preventScroll: true });
  }
  delete place.dataset.leftBy;
});
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-cell-form]");
  if (form && event.key === "Escape") {
    event.stopPropagation();
    close(form, true);
  }
});
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("select")?.closest("[data-cell-form]");
  if (form) form.requestSubmit();
});
document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.("[data-cell-form]");
  if (!form?.isConnected || form.contains(event.relatedTarget) || form.classList.contains("htmx-request")) return;
  form.closest("td").dataset.leftBy = "pointer";
  if (form.elements.value.value === form.dataset.was) close(form, false);
  else form.requestSubmit();
});

// Rows that are chosen: a bar says how many, and what can be done with them.
const bar = () => document.querySelector("[data-bulk]");
const ticks = () => [...document.querySelectorAll("[data-tick]")];

function count() {
  const form = bar();
  if (!form) return;
  const all = ticks();
  const chosen = all.filter((one) => one.checked);
  form.hidden = !chosen.length;
  form.querySelector("[data-ticked]").textContent = chosen.length;
  const everything = form.querySelector("[data-all]");
  everything.hidden = chosen.length < all.length;
  if (everything.hidden) form.elements.all.checked = false;
  const page = document.querySelector("[data-tick-page]");
  if (page) page.checked = Boolean(all.length) && chosen.length === all.length;
  for (const link of form.querySelectorAll("[data-export]")) {
    const parts = new URLSearchParams(location.search);
    parts.delete("page");
    parts.set("format", link.dataset.format);
    if (!form.elements.all.checked) for (const one of chosen) parts.append("id", one.value);
    link.href = `${link.dataset.export}?${parts}`;
  }
  const merge = form.querySelector("[data-merge]");
  if (!merge) return;
  merge.hidden = chosen.length !== 2;
  if (merge.hidden) return;
  const [kept, gone] = chosen.map((one) => one.dataset.key);
  merge.href = `${merge.dataset.merge}?${new URLSearchParams({ kept, gone })}`;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-page]")) for (const one of ticks()) one.checked = event.target.checked;
  if (event.target.matches("[data-tick-page], [data-tick], [data-bulk] [name=all]")) count();
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-untick]")) return;
  choosing()?.click();
  for (const one of ticks()) one.checked = false;
  count();
});
// A phone has no room for a tick in every row: a mode shows them, and a tap on a row chooses it.
const choosing = () => document.querySelector("button[data-select][aria-pressed=true]");
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-select]"); // the ticks of tasks are called so, too
  if (button) {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", on);
    document.getElementById("list").classList.toggle("choosing", on);
    if (!on) for (const one of ticks()) one.checked = false;
    count();
  }
});
document.addEventListener(
  "click",
  (event) => {
    const row = choosing() && event.target.closest("[data-rows] tr");
    if (!row || event.target.closest("[data-tick]")) return;
    event.preventDefault();
    event.stopPropagation();
    row.querySelector("[data-tick]")?.click();
  },
  true,
);
let kept = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "list") kept = ticks().filter((one) => one.checked).map((one) => one.value);
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "list") return;
  for (const one of ticks()) one.checked = kept.includes(one.value);
  count();
});
// What was done to the chosen rows is done: the menu closes, the rows stay chosen.
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  const place = event.detail.elt.closest?.("[data-bulk], [data-close-menu]");
  if (place && event.detail.requestConfig.verb === (place.matches("[data-bulk]") ? "post" : "get") && !event.detail.elt.matches("select"))
    for (const menu of (place.closest("details.menu") ? [place.closest("details.menu")] : place.querySelectorAll("details.menu[open]"))) menu.open = false;
});

// A filter asks for a value only where it compares with one; a date is picked, days are counted.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-op]")) shape(event.target);
  if (event.target.matches("[data-field-type]")) document.querySelector("[data-field-choices]").hidden = event.target.value !== "choice";
});
document.addEventListener("htmx:afterSettle", (event) => {
  for (const op of event.detail.target?.querySelectorAll?.("[data-op]") ?? []) shape(op);
  for (const type of event.detail.target?.querySelectorAll?.("[data-field-type]") ?? [])
    document.querySelector("[data-field-choices]").hidden = type.value !== "choice";
  for (const form of event.detail.target?.querySelectorAll?.("[data-back]") ?? []) form.elements.back.value = location.pathname + location.search;
});
function shape(op) {
  const place = op.form.querySelector("[data-op-value]");
  place.hidden = op.dataset.without.split(" ").includes(op.value);
  const input = place.querySelector("input");
  input.required = !place.hidden;
  if (input.hasAttribute("data-date")) input.type = op.value.endsWith("_days") ? "number" : "date";
}

// Rows of a spreadsheet, pasted anywhere but into a field.
document.addEventListener("paste", (event) => {
  const form = document.querySelector("[data-paste]");
  if (!form || writes(event.target) || document.querySelector("dialog[open]")) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!/[\t\n;]/.test(text.trim())) return;
  event.preventDefault();
  form.elements.rows.value = text;
  form.requestSubmit();
});
