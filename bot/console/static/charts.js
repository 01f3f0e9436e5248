// Draws each table marked with data-chart above itself: the first column is the day, the others are lines.
// A cell without data-value leaves a gap; with data-unit="s" the values are seconds.
"use strict";

(() => {
  const HEIGHT = 240;
  const DASHES = [[], [], [6, 3], [2, 3], [10, 3, 2, 3]]; // told apart without colours too
  const COLOURS = ["--ink", "--green", "--blue", "--red", "--grey"];
  const COUNTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000];
  const SPANS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400, 604800];
  const language = document.documentElement.lang;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });

  function span(seconds) {
    if (seconds >= 3600) return `${number.format(seconds / 3600)} h`;
    return seconds >= 60 ? `${number.format(seconds / 60)} min` : `${seconds} s`;
  }

  function draw(table) {
    const place = document.getElementById(table.dataset.chart);
    const titles = [...table.querySelectorAll("thead th")].slice(1).map((th) => th.textContent);
    const rows = [...table.querySelectorAll("tbody tr")];
    const data = [
      rows.map((row) => Date.parse(row.querySelector("time").dateTime) / 1000),
      ...titles.map((_, n) => rows.map((row) => row.querySelectorAll("td")[n].dataset.value ?? null).map((v) => v && Number(v))),
    ];
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" });
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
    place.replaceChildren();
    new uPlot({
      width: place.clientWidth,
      height: HEIGHT,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1e3), "UTC"),
      legend: { show: false },
      cursor: { show: false },
      scales: { y: { range: (_, low, high) => [0, Math.max(high, 4) * 1.05] } },
      axes: [
        { ...axis, values: (_, moments) => moments.map((at) => day.format(at * 1e3)), incrs: [86400, 7 * 86400, 28 * 86400] },
        table.dataset.unit === "s"
          ? { ...axis, incrs: SPANS, size: 64, values: (_, spans) => spans.map(span) } : { ...axis, incrs: COUNTS },
      ],
      series: [{}, ...titles.map((label, n) => ({
        label, stroke: colour(COLOURS[n]), width: 2, dash: DASHES[n], points: { show: rows.length < 15 || table.dataset.unit === "s" },
      }))],
    }, data, place);
  }

  const all = () => document.querySelectorAll("table[data-chart]").forEach(draw);
  all();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
  let again;
  addEventListener("resize", () => { clearTimeout(again); again = setTimeout(all, 150); });
})();
