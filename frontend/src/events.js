// Events as they arrive: the stream says that there are some, htmx fetches them. Nothing moves under the pointer.
import htmx from "htmx.org";

const LONGEST = 300; // rows; older ones go
let stream;
let paused = false;
let waiting = false;

const place = () => document.querySelector("[data-events]");
const list = () => document.getElementById("events");
const held = () => paused || list()?.matches(":hover, :focus-within");

function say(words, live = false) {
  const state = document.getElementById("stream-state");
  if (!state) return;
  if (state.textContent !== words) state.textContent = words;
  state.classList.toggle("live", live);
}

function told() {
  const words = place()?.dataset;
  if (!words) return; // the page has gone meanwhile
  if (paused) say(waiting ? words.pausedMore : words.paused);
  else if (waiting) say(words.more);
  else say(words.running, true);
}

function look() {
  if (!waiting || !list()) return;
  if (!held()) {
    waiting = false;
    htmx.trigger(list(), "tenure:events");
  }
  told();
}

function open() {
  if (!place() || stream || document.hidden) return;
  stream = new EventSource(place().dataset.events);
  stream.addEventListener("open", told);
  stream.addEventListener("error", () => say(place()?.dataset.away));
  stream.addEventListener("events", (event) => {
    const after = document.getElementById("after");
    if (!after || after.value === event.data) return told();
    waiting = true;
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
document.addEventListener("DOMContentLoaded", () => {
  open();
  list()?.addEventListener("pointerleave", look);
  list()?.addEventListener("focusout", () => setTimeout(look));
});
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-pause]");
  if (!button) return;
  paused = !paused;
  button.setAttribute("aria-pressed", String(paused));
  button.querySelector("span").textContent = paused ? button.dataset.goOn : button.dataset.pause;
  told();
  look();
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "events") return;
  for (const row of [...list().children].slice(LONGEST)) row.remove();
});
