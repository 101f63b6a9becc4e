// How the pages move: htmx for parts, a few keys, sheets, menus and live changes.
import htmx from "htmx.org";
import "./accounts.js";
import "./events.js";
import "./keys.js";
import "./live.js";
import "./menus.js";
import "./palette.js";
import "./scoring.js";
import "./sheet.js";
import "./sparks.js";
import "./tabs.js";
import "./tasks.js";
import "./today.js";
import "./undo.js";
import "./upload.js";

// The page's policy allows no code from text, and pages of customers' data are not kept in the browser's history.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
htmx.config.refreshOnHistoryMiss = true;
htmx.config.scrollBehavior = "auto";
htmx.config.defaultSettleDelay = 0;
// A refused form comes back with its errors (422) and is shown like any other answer.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

// A part that could not be fetched says so instead of staying as it was without a word.
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const note = document.getElementById("note");
    if (!note || event.detail.elt?.closest?.("[data-quiet]")) return;
    const code = event.detail.xhr?.status;
    const quoted = code >= 500 && event.detail.xhr.getResponseHeader("X-Error-Code");
    const { broke, failed, away } = note.dataset;
    note.textContent = quoted ? broke.replace("CODE", quoted) : code ? failed.replace("CODE", code) : away;
    note.hidden = false;
  });
}
document.addEventListener("htmx:afterRequest", (event) => {
  const note = document.getElementById("note");
  if (note && event.detail.successful) note.hidden = true;
});
