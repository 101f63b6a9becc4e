// A spark line is read point by point: under the pointer or a finger, and by left and right where it takes the focus.
import { language } from "./language.js";

const DAY = 86_400_000;
const EDGE = 70; // pixels between the middle of the tip and the edge of the window
const tip = Object.assign(document.createElement("div"), { className: "tip", hidden: true });
tip.role = "status";
const mark = document.createElementNS("http://www.w3.org/2000/svg", "path");
mark.setAttribute("class", "pointed");
let shown;

const points = (spark) => [...spark.querySelectorAll("polyline")].flatMap((run) => [...run.points]);
const sparkOf = (event) => event.target.closest?.(".spark");

function hide() {
  shown = undefined;
  tip.hidden = true;
  mark.remove();
}

function show(spark, at) {
  const { x, y } = points(spark)[at];
  const box = spark.getBoundingClientRect();
  const day = new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeZone: "UTC" });
  shown = { spark, at };
  mark.setAttribute("d", `M${x} ${y}h0`);
  spark.append(mark);
  document.body.append(tip);
  tip.hidden = false;
  tip.textContent = `${day.format(Date.parse(spark.dataset.since) + x * DAY)}: ${100 - y}`;
  const middle = box.left + (x / spark.viewBox.baseVal.width) * box.width;
  tip.style.left = `${Math.min(Math.max(middle, EDGE), innerWidth - EDGE)}px`;
  tip.style.top = `${box.top}px`;
}

function point(event) {
  const spark = sparkOf(event);
  if (!spark) return shown && shown.spark !== document.activeElement && hide();
  const box = spark.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * spark.viewBox.baseVal.width;
  const far = points(spark).map((one) => Math.abs(one.x - x));
  show(spark, far.indexOf(Math.min(...far)));
}

document.addEventListener("pointermove", point);
document.addEventListener("pointerdown", point);
document.addEventListener("focusin", (event) => sparkOf(event) && !shown && show(sparkOf(event), points(sparkOf(event)).length - 1));
document.addEventListener("focusout", (event) => sparkOf(event) && hide());
document.addEventListener("scroll", hide, true);
document.addEventListener("htmx:afterSwap", () => shown && !shown.spark.isConnected && hide());
document.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const spark = step && sparkOf(event);
  if (!spark) return;
  event.preventDefault();
  const last = points(spark).length - 1;
  show(spark, Math.min(Math.max((shown?.at ?? last) + step, 0), last));
});
