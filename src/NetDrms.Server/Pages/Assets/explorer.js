// The explorer: tells mistakes while one types, plots, changes how the picture looks. Every state has an address.
const query = document.getElementById("query");
const text = document.getElementById("ds");
const problem = document.getElementById("ds-problem");

function show(name, values) {
  const url = new URL(location.href);
  url.searchParams.delete(name);
  if (values.length) url.searchParams.set(name, values.join(","));
  history.replaceState(null, "", url);
}

// ---- the record set

function element(tag, className, content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...[content ?? []].flat());
  return made;
}

function tell(error) {
  problem.replaceChildren();
  text.toggleAttribute("aria-invalid", Boolean(error.message));
  if (!error.message) return;
  const box = element("div", "problem");
  box.append(element("p", "message", error.message[0].toUpperCase() + error.message.slice(1)));
  if (error.start !== undefined) {
    const source = text.value.replace(/\s/g, " ");
    const length = Math.max(1, error.length);
    const caret = element("pre", "caret", [source.slice(0, error.start), element("mark", "", source.slice(error.start, error.start + error.length)), source.slice(error.start + error.length), "\n",
      element("span", "pointer", " ".repeat(error.start) + "^".repeat(length))]);
    caret.tabIndex = 0;
    caret.setAttribute("aria-label", `The text, wrong from character ${error.start + 1}`);
    box.append(caret);
  }
  if (error.hint) box.append(element("p", "hint", error.hint));
  problem.append(box);
}

let asked = 0;
let waiting = 0;
text.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const turn = ++asked;
    if (!text.value.trim()) return tell({});
    try {
      const answer = await fetch(`/check.json?ds=${encodeURIComponent(text.value)}`);
      if (answer.ok && turn === asked) tell(await answer.json());
    } catch {
      // the page works without it
    }
  }, 350);
});
text.addEventListener("keydown", event => {
  if (event.key !== "Enter" || event.shiftKey) return;
  event.preventDefault();
  query.requestSubmit();
});

// ---- the plot

const plot = document.getElementById("plot");
const colors = {
  light: ["#0b5394", "#a34a00", "#1b7a3d", "#8e2a8e", "#a11a0e", "#5d5952", "#0e7c86", "#6a5acd"],
  dark: ["#8fbcf7", "#f0a24a", "#7fd19b", "#e29be2", "#ff9a8d", "#c9c4ba", "#6fd3dc", "#b5a9ff"],
};
const mostLines = 12;

function isDark() {
  const theme = document.documentElement.dataset.theme;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

// One line for each keyword and each group of other prime keys, on common times.
function lines(data) {
  const tables = [];
  const names = [];
  data.curves.forEach((curve, c) => data.groups.forEach((group, g) => {
    if (names.length === mostLines) return;
    const rows = data.rows.filter(row => row[1] === g);
    tables.push([rows.map(row => row[0]), rows.map(row => row[2 + c])]);
    names.push({ label: [curve.name, data.groups.length > 1 ? group : ""].filter(Boolean).join(", "), unit: curve.unit });
  }));
  return { names, values: tables.length ? uPlot.join(tables, tables.map(() => [2])) : [[]] };
}

function draw(data, canvas) {
  const style = getComputedStyle(document.body);
  const axis = { stroke: style.getPropertyValue("--muted") || style.color, grid: { stroke: isDark() ? "#343943" : "#dfdbd4", width: 1 }, ticks: { stroke: isDark() ? "#343943" : "#dfdbd4" } };
  const palette = colors[isDark() ? "dark" : "light"];
  axis.stroke = isDark() ? "#a8a39a" : "#5d5952";
  const { names, values } = lines(data);
  const units = [...new Set(names.map(name => name.unit).filter(Boolean))];
  const made = new uPlot({
    width: Math.max(280, canvas.clientWidth),
    height: 280,
    tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),   // the clock of the keyword's zone, whatever the reader's
    cursor: { drag: { x: true, y: false } },
    axes: [axis, { ...axis, size: 70, label: units.length === 1 ? units[0] : undefined }],
    series: [{ label: `${data.time} ${data.zone}`, value: "{YYYY}.{MM}.{DD}_{HH}:{mm}:{ss}" }, ...names.map((name, i) => ({
      label: name.label,
      stroke: palette[i % palette.length],
      width: 1.5,
      points: { show: values[0].length < 200, size: 4 },
      value: (_, value) => value === null || value === undefined ? "–" : `${Number(value.toPrecision(7))} ${name.unit}`,
    }))],
  }, values, canvas);
  const points = data.rows.length;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${names.map(name => name.label).join("; ")} against ${data.time}, ${points} records`);
  return made;
}

function startPlot() {
  const canvas = document.getElementById("canvas");
  const status = document.getElementById("plot-status");
  const boxes = [...plot.querySelectorAll("input[name=y]")];
  let made = null;
  let data = null;
  let turn = 0;

  function redraw() {
    made?.destroy();
    made = data && data.rows.length ? draw(data, canvas) : null;
  }

  async function load() {
    const mine = ++turn;
    const chosen = boxes.filter(box => box.checked).map(box => box.value);
    if (!chosen.length) {
      data = null;
      redraw();
      status.textContent = "Choose what to plot.";
      return;
    }
    status.textContent = "Reading values …";
    try {
      const answer = await fetch(plot.dataset.url + chosen.map(name => `&y=${encodeURIComponent(name)}`).join(""));
      const read = answer.ok ? await answer.json() : null;
      if (mine !== turn) return;
      data = read;
      redraw();
      status.textContent = !read ? "The values cannot be read."
        : !read.rows.length ? "No record has a time."
        : `${read.rows.length.toLocaleString("en")} records${read.isCut ? ", the first ones only" : ""}. Drag to zoom, double-click to see all.`;
      plot.dataset.ready = String(Boolean(made));
    } catch {
      if (mine === turn) status.textContent = "The values cannot be read.";
    }
  }

  for (const box of boxes) {
    box.addEventListener("change", () => {
      show("plot", boxes.filter(other => other.checked).map(other => other.value));
      load();
    });
  }
  new ResizeObserver(() => made?.setSize({ width: Math.max(280, canvas.clientWidth), height: 280 })).observe(canvas);
  document.addEventListener("themechange", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  load();
}

if (plot) startPlot();

// ---- the picture

const look = document.getElementById("look");
const picture = document.getElementById("picture");

function changeLook() {
  const url = new URL(location.href);
  const chosen = new URLSearchParams();
  for (const name of ["scaling", "colors", "min", "max"]) {
    const value = look.elements[name].value.trim();
    url.searchParams.delete(name);
    if (!value) continue;
    url.searchParams.set(name, value);
    chosen.set(name, value);
  }
  for (const name of ["rec", "seg"]) url.searchParams.set(name, look.elements[name].value);
  history.replaceState(null, "", url);
  picture.src = `${picture.dataset.base}&${chosen}`;
  for (const link of [document.getElementById("full"), document.getElementById("full-button")]) {
    const target = new URL(link.href);
    for (const name of ["scaling", "colors", "min", "max"]) target.searchParams.delete(name);
    for (const [name, value] of chosen) target.searchParams.set(name, value);
    link.href = target;
  }
}

if (look && picture) {
  look.addEventListener("change", changeLook);
  look.addEventListener("submit", event => { event.preventDefault(); changeLook(); });
}
