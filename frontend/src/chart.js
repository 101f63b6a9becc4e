// Draws the usage chart from the table behind it, so that picture and table cannot disagree.
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { language } from "./language.js";

echarts.use([BarChart, LineChart, ScatterChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const charts = new Map();

function read(table) {
  const cells = (row) => [...row.cells].map((cell) => cell.dataset.value ?? cell.textContent.trim());
  const rows = [...table.tBodies[0].rows].map(cells).reverse(); // the table starts with today
  const kinds = [...table.tBodies[0].rows].map((row) => row.dataset.kind ?? "").reverse();
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  return { heads, days: rows.map((row) => row[0]), events: rows.map((row) => +row[1]), people: rows.map((row) => +row[2]), else: rows.map((row) => row[3] ?? ""), kinds };
}

function options(data, language) {
  const ink = colour("--ink-3");
  const line = colour("--line");
  const short = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" });
  const long = new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "long", timeZone: "UTC" });
  const number = new Intl.NumberFormat(language);
  const compact = new Intl.NumberFormat(language, { notation: "compact" });
  const label = { color: ink, fontFamily: "inherit", fontSize: 11, hideOverlap: true };
  const axis = (gridIndex, shown) => ({
    type: "category",
    gridIndex,
    data: data.days,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: line } },
    // one label a week, on the day that is a whole number of weeks before the last
    axisLabel: {
      ...label,
      show: shown,
      interval: (index) => (data.days.length - 1 - index) % 14 === 0,
      formatter: (day) => short.format(new Date(day)),
    },
  });
  const scale = (gridIndex) => ({
    type: "value",
    gridIndex,
    min: 0,
    minInterval: 1,
    splitNumber: 2,
    axisLabel: { ...label, formatter: (value) => compact.format(value) },
    splitLine: { lineStyle: { color: line } },
  });
  // What else happened stands on the base line of the events, under the day's bar.
  const mark = (kind, symbol, paint) => ({
    type: "scatter",
    name: kind,
    data: data.days.map((day, index) => (data.kinds[index] === kind ? [day, 0] : null)).filter(Boolean),
    symbol,
    symbolSize: kind === "contract" ? 11 : 8,
    symbolOffset: [0, 7],
    itemStyle: { color: colour(paint), borderColor: colour("--raised"), borderWidth: 1 },
    z: 5,
  });
  return {
    animation: false,
    textStyle: { fontFamily: "inherit" },
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    grid: [
      { left: 40, right: 8, top: 8, height: 118 },
      { left: 40, right: 8, top: 158, height: 66 },
    ],
    xAxis: [axis(0, false), axis(1, true)],
    yAxis: [scale(0), scale(1)],
    tooltip: {
      trigger: "axis",
      renderMode: "html",
      confine: true,
      transitionDuration: 0,
      backgroundColor: colour("--raised"),
      borderColor: colour("--line-strong"),
      textStyle: { color: colour("--ink"), fontSize: 12, fontFamily: "inherit" },
      axisPointer: { type: "line", lineStyle: { color: colour("--line-strong"), type: "solid" } },
      formatter: (points) => {
        const index = points[0].dataIndex;
        const box = document.createElement("div");
        box.className = "chart-tip";
        const add = (tag, text) => box.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
        add("strong", long.format(new Date(data.days[index])));
        add("span", `${data.heads[1]}: ${number.format(data.events[index])}`);
        add("span", `${data.heads[2]}: ${number.format(data.people[index])}`);
        if (data.else[index]) add("span", data.else[index]);
        return box;
      },
    },
    series: [
      { type: "bar", name: data.heads[1], data: data.events, itemStyle: { color: colour("--accent"), borderRadius: [1, 1, 0, 0] }, barCategoryGap: "25%" },
      { type: "line", name: data.heads[2], data: data.people, xAxisIndex: 1, yAxisIndex: 1, step: "middle", symbol: "none", lineStyle: { width: 1.5, color: colour("--accent") }, areaStyle: { color: colour("--accent"), opacity: 0.12 } },
      mark("touchpoint", "circle", "--ink-2"),
      mark("contract", "diamond", "--average-mark"),
    ],
  };
}

function draw() {
  for (const [place, chart] of charts) {
    if (!place.isConnected) {
      chart.dispose();
      charts.delete(place);
    }
  }
  for (const place of document.querySelectorAll("[data-chart]")) {
    const table = document.getElementById(place.dataset.chart);
    if (!charts.has(place)) charts.set(place, echarts.init(place, null, { renderer: "svg" }));
    charts.get(place).setOption(options(read(table), language()), { notMerge: true });
  }
}

draw();
document.addEventListener("htmx:afterSettle", draw);
document.documentElement.addEventListener("tenure:theme", draw);
matchMedia("print").addEventListener("change", draw);
addEventListener("resize", () => charts.forEach((chart) => chart.resize()));
