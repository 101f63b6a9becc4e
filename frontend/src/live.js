// Live changes: one stream for the page, open only while the page is looked at, so that many tabs cost nothing.
import htmx from "htmx.org";

let stream;

function close() {
  stream?.close();
  stream = undefined;
}

function open() {
  const place = document.querySelector("[data-live]");
  if (!place || stream || document.hidden) return;
  stream = new EventSource(place.dataset.live);
  stream.addEventListener("health", (event) => {
    const now = document.querySelector("[data-live]");
    if (!now || now.dataset.stamp === event.data) return;
    now.dataset.stamp = event.data;
    htmx.trigger(now, "tenure:health");
  });
}

document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
addEventListener("pagehide", close);
addEventListener("pageshow", open);
document.addEventListener("DOMContentLoaded", open);

// What comes by itself does not touch a form that somebody has opened, and leaves the focus where it was.
let held;
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  if (fragment.firstElementChild?.hasAttribute("data-by-itself") && target.querySelector("details[open]")) {
    event.detail.shouldSwap = false;
    return;
  }
  const stops = [...target.querySelectorAll("button, summary, a, input")];
  const at = stops.indexOf(document.activeElement);
  held = at < 0 ? held : { part: target.id, at };
});
document.addEventListener("htmx:afterRequest", () => {
  if (!held) return;
  const stops = document.getElementById(held.part)?.querySelectorAll("button, summary, a, input") ?? [];
  stops[held.at]?.focus({ preventScroll: true });
  held = undefined;
});
