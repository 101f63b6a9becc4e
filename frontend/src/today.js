// Today as it changes: the stream says that something did; nothing moves under the pointer or beside an open form.
import htmx from "htmx.org";

let stream;
let stamp;
let waiting = false;

const place = () => document.querySelector("[data-today]");
const list = () => document.getElementById("needs");
const busy = () => list()?.matches(":hover, :focus-within") || list()?.querySelector(".doing:not(:empty)");
const marks = () =>
  new Map([...(list()?.querySelectorAll(".need") ?? [])].map((row) => [row.id, row.dataset.mark]));

function tell() {
  const news = document.getElementById("news");
  if (news) news.hidden = !waiting;
}

function show() {
  waiting = false;
  tell();
  htmx.trigger(document.body, "tenure:news");
}

function open() {
  if (!place() || stream || document.hidden) return;
  stream = new EventSource(place().dataset.today);
  stream.addEventListener("news", (event) => {
    const first = stamp === undefined;
    if (stamp === event.data) return;
    stamp = event.data;
    if (first) return; // what is stored now is what the page shows
    waiting = true;
    if (busy()) tell();
    else show();
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
  if (event.target.closest?.("[data-show-news]")) return show();
  const cancel = event.target.closest?.(".doing [data-cancel]");
  if (!cancel) return;
  const form = cancel.closest(".need");
  if (!form) return; // without a list around it the link leads back
  event.preventDefault();
  cancel.closest(".doing").replaceChildren();
  form.querySelector(".act")?.focus();
});
document.addEventListener("keydown", (event) => {
  const doing = event.key === "Escape" && event.target.closest?.(".need .doing");
  if (!doing) return;
  const acts = doing.closest(".need").querySelector(".act");
  doing.replaceChildren();
  acts?.focus();
});

// One form at a time, and the first field of it has the focus.
document.addEventListener("htmx:afterSwap", (event) => {
  const doing = event.detail.target;
  if (!doing?.matches?.(".need .doing")) return;
  for (const other of document.querySelectorAll(".need .doing:not(:empty)")) if (other !== doing) other.replaceChildren();
  doing.querySelector("[autofocus], input:not([type=hidden]), select, textarea")?.focus();
});

// What is new or stands otherwise than before is marked for a moment.
let before;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "needs") before = marks();
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "needs" || !before) return;
  for (const [id, mark] of marks()) if (before.get(id) !== mark) document.getElementById(id).classList.add("fresh");
  before = undefined;
});
