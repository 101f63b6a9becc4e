// Lists in which rows open beneath themselves: a form under the row, rows that are ticked, and “n” for a new one.
import htmx from "htmx.org";

const list = () => document.querySelector("[data-tasks]");
const ticks = () => [...document.querySelectorAll("[data-select]")];
const under = (link) => document.getElementById(link.dataset.under);
const writes = (element) => element.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");

function tell() {
  const count = ticks().filter((tick) => tick.checked).length;
  const said = document.querySelector("[data-selected]");
  if (said) said.textContent = String(count);
  document.getElementById("together")?.classList.toggle("shown", count > 0);
}

function close(place) {
  place.replaceChildren();
  document.querySelector(`[data-under="${place.id}"]`)?.focus({ preventScroll: true });
}

// The row that is open closes when it is asked for again. In the capturing phase, before htmx asks for it.
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("[data-under]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    for (const other of document.querySelectorAll(".under-row")) if (other !== under(link)) other.replaceChildren();
    if (!under(link)?.hasChildNodes()) return;
    event.preventDefault();
    event.stopPropagation();
    close(under(link));
  },
  true,
);
document.addEventListener("click", (event) => {
  const place = event.target.closest?.("[data-close-under]")?.closest(".under-row");
  if (place) close(place);
  if (!event.target.closest?.("[data-select-none]")) return;
  for (const tick of ticks()) tick.checked = false;
  tell();
});
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-select]")) tell();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const place = event.target.closest?.(".under-row");
  if (event.key === "Escape" && place) {
    event.preventDefault();
    return close(place);
  }
  if (writes(event.target)) return;
  const row = event.target.closest?.(".task");
  if (event.key === "x" && row && !event.defaultPrevented) {
    const tick = row.querySelector("[data-select]");
    if (!tick) return;
    event.preventDefault();
    tick.checked = !tick.checked;
    tell();
  } else if (event.key === "d" && row?.querySelector("[data-tick]")) {
    event.preventDefault();
    row.querySelector("[data-tick]").click();
  } else if (event.key === "n" && document.querySelector("[data-new]")) {
    event.preventDefault();
    document.querySelector("[data-new]").click();
  }
});

// A list that comes anew keeps what was ticked, but for what was just done together, and the place of whoever walks it.
let kept = [];
let at = -1;
let together = false;
const links = () => [...document.querySelectorAll(".task [data-row]")];
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.id === "together") together = true;
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== list()) return;
  kept = together ? [] : ticks().filter((tick) => tick.checked).map((tick) => tick.value);
  const row = document.activeElement?.closest?.(".task");
  at = row ? links().indexOf(row.querySelector("[data-row]")) : -1;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== list()) return;
  for (const tick of ticks()) tick.checked = kept.includes(tick.value);
  together = false;
  tell();
  const all = links();
  if (at >= 0 && all.length && !all.includes(document.activeElement)) all[Math.min(at, all.length - 1)].focus({ preventScroll: true });
});
addEventListener("pageshow", tell);

// A form that is over does not stay in the closed sheet, where its fields would have the names of another's.
document.addEventListener(
  "close",
  (event) => {
    if (event.target.id === "sheet") document.getElementById("sheet-body").replaceChildren();
  },
  true,
);

// “l” logs a touchpoint from anywhere; what is about an account carries it in its link.
document.addEventListener("keydown", (event) => {
  if (event.key !== "l" || event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
  const link = document.querySelector("[data-log]");
  if (!link || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  htmx.ajax("GET", link.href, { target: "#sheet-body", swap: "innerHTML", source: link });
});
