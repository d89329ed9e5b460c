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

const two = number => String(number).padStart(2, "0");

function day(seconds) {
  const date = new Date(seconds * 1000);
  return `${date.getUTCFullYear()}.${two(date.getUTCMonth() + 1)}.${two(date.getUTCDate())}`;
}

function clock(seconds, withSeconds) {
  const date = new Date(seconds * 1000);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}${withSeconds ? `:${two(date.getUTCSeconds())}` : ""}`;
}

// The hours of a day, and the date where a new one begins; as the field writes them.
function ticks(self, splits, axis, space, step) {
  let before = "";
  return splits.map(split => {
    const date = day(split);
    const isNew = date !== before;
    before = date;
    return step >= 86400 ? date : isNew ? `${clock(split, step < 60)}\n${date}` : clock(split, step < 60);
  });
}

// One line for each keyword and each group of other prime keys, on common times.
function lines(data) {
  const tables = [];
  const names = [];
  data.curves.forEach((curve, c) => data.groups.forEach((group, g) => {
    if (names.length === mostLines) return;
    const rows = data.rows.filter(row => row[1] === g);
    tables.push([rows.map(row => row[0]), rows.map(row => row[2 + c])]);
    names.push({ label: [curve.name, data.groups.length > 1 ? group : ""].filter(Boolean).join(", "), unit: curve.unit, keyword: curve.name });
  }));
  return { names, values: tables.length ? uPlot.join(tables, tables.map(() => [2])) : [[]] };
}

function draw(data, canvas) {
  const axis = { stroke: isDark() ? "#a8a39a" : "#5d5952", grid: { stroke: isDark() ? "#343943" : "#dfdbd4", width: 1 }, ticks: { stroke: isDark() ? "#343943" : "#dfdbd4" } };
  const palette = colors[isDark() ? "dark" : "light"];
  const { names, values } = lines(data);
  // keywords of one unit share an axis; the first two axes are drawn, left and right
  const scaleOf = name => name.unit || name.keyword;
  const scales = [...new Set(names.map(scaleOf))];
  const made = new uPlot({
    width: Math.max(280, canvas.clientWidth),
    height: 280,
    tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),   // the clock of the keyword's zone, whatever the reader's
    cursor: { drag: { x: true, y: false } },
    axes: [
      { ...axis, values: ticks, size: 46, space: 80 },
      ...scales.slice(0, 2).map((scale, i) => ({ ...axis, scale, side: i === 0 ? 3 : 1, size: 70, label: scale, labelSize: 20, grid: i === 0 ? axis.grid : { show: false } })),
    ],
    series: [{ label: `${data.time} ${data.zone}`, value: (_, at) => at === null || at === undefined ? "–" : `${day(at)}_${clock(at, true)}` }, ...names.map((name, i) => ({
      label: name.label,
      scale: scaleOf(name),
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

const lookFields = ["scaling", "colors", "min", "max"];

function changeLook(look) {
  const url = new URL(location.href);
  const chosen = new URLSearchParams();
  for (const name of lookFields) {
    const value = look.elements[name].value.trim();
    url.searchParams.delete(name);
    if (!value) continue;
    url.searchParams.set(name, value);
    chosen.set(name, value);
  }
  for (const name of ["rec", "seg"]) url.searchParams.set(name, look.elements[name].value);
  history.replaceState(null, "", url);
  const picture = document.getElementById("picture");
  picture.src = `${picture.dataset.base}&${chosen}`;
  for (const link of [document.getElementById("full"), document.getElementById("full-button")]) {
    const target = new URL(link.href);
    for (const name of lookFields) target.searchParams.delete(name);
    for (const [name, value] of chosen) target.searchParams.set(name, value);
    link.href = target;
  }
}

// The section is replaced with each record that is looked at: the page listens, not the form.
document.addEventListener("change", event => {
  const look = event.target.closest("#look");
  if (look) changeLook(look);
});
document.addEventListener("submit", event => {
  if (event.target.id !== "look") return;
  event.preventDefault();
  changeLook(event.target);
});

// Another record: only the picture and the mark in the table change.
let wanted = "";
document.addEventListener("click", async event => {
  const link = event.target.closest("a.look");
  const preview = document.getElementById("preview");
  if (!link || !preview || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const url = new URL(link.href);
  if (url.pathname !== location.pathname) return;
  event.preventDefault();
  wanted = url.href;
  const answer = await fetch(url).catch(() => null);
  if (wanted !== url.href) return;   // another one was clicked meanwhile
  if (!answer?.ok) {
    location.href = url;
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  preview.replaceWith(document.adoptNode(page.getElementById("preview")));
  document.querySelector("tr[aria-current]")?.removeAttribute("aria-current");
  link.closest("tr").setAttribute("aria-current", "true");
  url.hash = "";
  history.replaceState(null, "", url);
  if (matchMedia("(max-width: 64rem)").matches) document.getElementById("preview").scrollIntoView();
});
