// Today as it changes: the stream says that something did; nothing moves under the pointer or beside an open form.
import htmx from "htmx.org";

const PATIENCE = 700; // milliseconds: what the list is fetched for anyway need not be announced
let stream;
let told; // the stamp of the latest news
let asking = false;
let held = false; // the list came anew while somebody was writing under a row of it
let forced = false;
let opening = false; // a form under a row is on its way
let timer;

const place = () => document.querySelector("[data-today]");
const list = () => document.getElementById("needs");
const shown = () => list()?.querySelector("[data-stamp]")?.dataset.stamp;
const isNews = () => held || (told !== undefined && shown() !== told);
const writing = () => opening || list()?.querySelector(".doing:not(:empty)");
const busy = () => list()?.matches(":hover, :focus-within") || writing();
const marks = () => new Map([...(list()?.querySelectorAll(".need") ?? [])].map((row) => [row.id, row.dataset.mark]));

function tell() {
  const news = document.getElementById("news");
  if (news) news.hidden = !isNews();
}

function show() {
  held = false;
  htmx.trigger(document.body, "tenure:news");
}

function look() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (isNews() && !asking && !busy()) show();
    else if (!asking) tell();
  }, PATIENCE);
}

// Closes a form; what was kept from coming in because of it comes in now.
function shut(doing) {
  doing.replaceChildren();
  if (held) show();
}

function open() {
  if (!place() || stream || document.hidden) return;
  stream = new EventSource(place().dataset.today);
  stream.addEventListener("news", (event) => {
    told = event.data;
    look();
  });
}

function close() {
  stream?.close();
  stream = undefined;
}

document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
addEventListener("pagehide", close);
addEventListener("pageshow", open);
document.addEventListener("DOMContentLoaded", open);

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-show-news]")) {
    forced = true;
    return show();
  }
  const cancel = event.target.closest?.(".doing [data-cancel]");
  if (!cancel) return;
  const form = cancel.closest(".need");
  if (!form) return; // without a list around it the link leads back
  event.preventDefault();
  shut(cancel.closest(".doing"));
  form.querySelector(".act")?.focus();
});
document.addEventListener("keydown", (event) => {
  const doing = event.key === "Escape" && event.target.closest?.(".need .doing");
  if (!doing) return;
  const acts = doing.closest(".need").querySelector(".act");
  shut(doing);
  acts?.focus();
});

// What opened a form closes it again.
document.addEventListener("htmx:beforeRequest", (event) => {
  const act = event.detail.elt;
  const doing = act?.matches?.(".need .act") && act.closest(".need").querySelector(".doing");
  if (!doing) return;
  const again = doing.childElementCount > 0 && act.hasAttribute("data-opened");
  for (const one of document.querySelectorAll(".act[data-opened]")) one.removeAttribute("data-opened");
  if (again) {
    event.preventDefault();
    shut(doing);
  } else {
    act.setAttribute("data-opened", "");
    opening = true;
  }
});

// One form at a time, and the first field of it has the focus; one that could not be taken goes on in the sheet.
document.addEventListener("htmx:afterSwap", (event) => {
  const doing = event.detail.target;
  if (doing?.id === "sheet-body" && event.detail.elt !== doing) event.detail.requestConfig?.elt?.closest?.(".doing")?.replaceChildren();
  if (!doing?.matches?.(".need .doing")) return;
  for (const other of document.querySelectorAll(".need .doing:not(:empty)")) if (other !== doing) other.replaceChildren();
  doing.querySelector("[autofocus], input:not([type=hidden]), select, textarea")?.focus();
});

// The list is on its way, or has come.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target?.id === "needs") asking = true;
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt?.matches?.(".need .act")) opening = false;
  const doing = event.detail.elt?.closest?.(".need .doing");
  // what was asked for in the form is done
  if (doing && event.detail.xhr?.getResponseHeader("HX-Reswap") === "none") setTimeout(() => shut(doing));
  if (event.detail.target?.id !== "needs") return;
  asking = false;
  tell();
});

// What is new or stands otherwise than before is marked for a moment.
let before;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "needs") return;
  if (writing() && !forced && event.detail.requestConfig?.elt?.hasAttribute("data-stamp")) {
    held = true;
    event.detail.shouldSwap = false;
    return;
  }
  forced = held = false;
  before = marks();
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "needs" || !before) return;
  for (const [id, mark] of marks()) if (before.get(id) !== mark) document.getElementById(id).classList.add("fresh");
  before = undefined;
});
