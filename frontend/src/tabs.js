// Tabs that are wider than the page scroll sideways: the one that is open begins in sight.
function reveal(within) {
  for (const open of within.querySelectorAll(".tabs [aria-current]")) {
    const strip = open.closest(".tabs");
    if (open.offsetLeft + open.offsetWidth > strip.offsetLeft + strip.clientWidth)
      strip.scrollLeft = open.offsetLeft - strip.offsetLeft - (strip.clientWidth - open.offsetWidth) / 2;
  }
}

document.addEventListener("DOMContentLoaded", () => reveal(document));
document.addEventListener("htmx:afterSettle", (event) => reveal(event.detail.target));
