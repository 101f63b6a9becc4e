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
