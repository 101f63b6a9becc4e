// The command palette: Ctrl or Cmd and K opens it, letters find, arrows choose, enter goes there.
import htmx from "htmx.org";

const WAIT = 60; // milliseconds after a letter
const dialog = () => document.getElementById("palette");
const input = () => document.getElementById("palette-input");
const list = () => document.getElementById("palette-list");
const options = () => [...list().querySelectorAll('[role="option"]')];
let asked = 0;
let timer;
let chosen = -1;

function choose(at) {
  const all = options();
  chosen = all.length ? (at + all.length) % all.length : -1;
  all.forEach((one, index) => one.setAttribute("aria-selected", String(index === chosen)));
  if (chosen < 0) return input().removeAttribute("aria-activedescendant");
  input().setAttribute("aria-activedescendant", all[chosen].id);
  all[chosen].scrollIntoView({ block: "nearest" });
}

function count() {
  const place = document.getElementById("palette-count");
  const found = options().length;
  const { one, many, none } = place.dataset;
  place.textContent = found > 1 ? many.replace("NUMBER", found) : found ? one : none;
}

// Of answers that overtake each other only the one to the latest letters is shown.
async function ask() {
  const mine = ++asked;
  try {
    const address = `${dialog().dataset.palette}?q=${encodeURIComponent(input().value.trim())}`;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    const html = answer.ok ? await answer.text() : "";
    if (mine !== asked || !answer.ok || answer.redirected) return;
    list().innerHTML = html;
    choose(0);
    count();
  } catch {
    // the server does not answer: what was found before stays
  }
}

function open() {
  const place = dialog();
  if (!place || place.open) return;
  document.querySelectorAll("dialog[open]").forEach((other) => other.close());
  place.showModal();
  input().value = "";
  input().focus();
  ask();
}

function go(option) {
  dialog().close();
  if (option.hasAttribute("data-theme-other")) {
    const dark = document.documentElement.dataset.bsTheme === "dark";
    document.querySelector(`[data-theme="${dark ? "light" : "dark"}"]`)?.click();
  } else if (option.hasAttribute("data-in-sheet")) {
    htmx.ajax("GET", option.getAttribute("href"), { target: "#sheet-body", swap: "innerHTML" });
  } else location.assign(option.href);
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    if (!dialog()) return;
    event.preventDefault();
    if (dialog().open) dialog().close();
    else open();
    return;
  }
  if (event.target.matches?.("[data-open-palette]") && event.key === " ") {
    event.preventDefault();
    open();
  }
  if (event.target.id !== "palette-input" || event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(chosen + step);
  else if (event.key === "Enter" && options()[chosen]) go(options()[chosen]);
  else return;
  event.preventDefault();
});
document.addEventListener("input", (event) => {
  if (event.target.id !== "palette-input") return;
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT);
});
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-open-palette]");
  if (opener) {
    event.preventDefault();
    opener.closest("details")?.removeAttribute("open");
    open();
    return;
  }
  const place = dialog();
  if (!place?.open) return;
  const option = event.target.closest('[role="option"]');
  if (option && list().contains(option)) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a link opens in another tab as ever
    event.preventDefault();
    go(option);
  } else if (event.target === place || event.target.closest("[data-close-palette]")) place.close();
});
// Pointing chooses, but only when the pointer moves: a list that changes beneath it does not.
document.addEventListener("pointermove", (event) => {
  const option = dialog()?.open && event.target.closest?.('#palette-list [role="option"]');
  if (option) {
    const at = options().indexOf(option);
    if (at !== chosen) choose(at);
  }
});
