// The full-size view: a canvas that zooms and moves, and what lies under its pointer.
import { projective, radius, stonyhurst, carrington } from "./wcs.js";

const viewer = document.getElementById("viewer");
const canvas = document.getElementById("canvas");
const busy = document.getElementById("busy");
const form = document.getElementById("look");
const context = canvas.getContext("2d", { alpha: false });
const factor = Number(viewer.dataset.factor);
const fullWidth = Number(viewer.dataset.width);
const fullHeight = Number(viewer.dataset.height);
const width = Math.ceil(fullWidth / factor);
const height = Math.ceil(fullHeight / factor);
const unit = viewer.dataset.unit;
const frame = viewer.dataset.frame ? JSON.parse(viewer.dataset.frame) : null;
const shows = Object.fromEntries([...document.querySelectorAll("[data-shows]")].map(cell => [cell.dataset.shows, cell]));

let picture = null;
let values = null;
let scale = 1;
let left = 0;          // canvas pixel = image pixel · scale + left
let top_ = 0;
let pointer = null;    // pixel of what is shown, from the upper left corner
let isKept = false;
let isPainted = false;

function paint() {
  isPainted = false;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = "#000";
  context.fillRect(0, 0, canvas.width, canvas.height);
  if (!picture) return;
  context.imageSmoothingEnabled = scale < 1;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, left, top_, width * scale, height * scale);
  if (!pointer) return;
  const x = (pointer.x + 0.5) * scale + left;
  const y = (pointer.y + 0.5) * scale + top_;
  const arm = Math.max(10 * devicePixelRatio, scale);
  for (const [color, thick] of [["#000", 3], ["#fff", 1]]) {
    context.strokeStyle = color;
    context.lineWidth = thick * devicePixelRatio;
    context.beginPath();
    context.moveTo(x - arm, y); context.lineTo(x - scale / 2 - 2, y);
    context.moveTo(x + scale / 2 + 2, y); context.lineTo(x + arm, y);
    context.moveTo(x, y - arm); context.lineTo(x, y - scale / 2 - 2);
    context.moveTo(x, y + scale / 2 + 2); context.lineTo(x, y + arm);
    context.stroke();
  }
}

function repaint() {
  if (!isPainted) requestAnimationFrame(paint);
  isPainted = true;
}

function fit() {
  scale = Math.min(canvas.width / width, canvas.height / height);
  left = (canvas.width - width * scale) / 2;
  top_ = (canvas.height - height * scale) / 2;
  repaint();
}

function resize() {
  const box = canvas.getBoundingClientRect();
  const wasFitting = canvas.width === 0 || scale === Math.min(canvas.width / width, canvas.height / height);
  canvas.width = Math.max(1, Math.round(box.width * devicePixelRatio));
  canvas.height = Math.max(1, Math.round(box.height * devicePixelRatio));
  if (wasFitting) fit(); else repaint();
}

function zoom(by, x = canvas.width / 2, y = canvas.height / 2) {
  const smallest = Math.min(1, canvas.width / width, canvas.height / height) / 2;
  const next = Math.min(64 * devicePixelRatio, Math.max(smallest, scale * by));
  left = x - (x - left) * next / scale;
  top_ = y - (y - top_) * next / scale;
  scale = next;
  repaint();
}

const steps = { in: () => zoom(1.5), out: () => zoom(1 / 1.5), fit, one: () => zoom(devicePixelRatio / scale) };
document.querySelector(".zoom").addEventListener("click", event => steps[event.target.dataset.zoom]?.());

const number = (value, digits) => value.toFixed(digits);
function place(longitude, latitude) {
  const west = `${number(Math.abs(longitude), 2)}° ${longitude < 0 ? "E" : "W"}`;
  return `${number(Math.abs(latitude), 2)}° ${latitude < 0 ? "S" : "N"}, ${west}`;
}

function point(x, y) {
  pointer = { x: Math.min(width - 1, Math.max(0, x)), y: Math.min(height - 1, Math.max(0, y)) };
  const row = height - 1 - pointer.y;
  // the middle of the square of pixels, counted from 1 as FITS does
  const fx = (pointer.x * factor + Math.min(fullWidth, (pointer.x + 1) * factor) + 1) / 2;
  const fy = (row * factor + Math.min(fullHeight, (row + 1) * factor) + 1) / 2;
  shows.pixel.textContent = `${fx}, ${fy}`;
  if (values) {
    const value = values[row * width + pointer.x];
    shows.value.textContent = Number.isNaN(value) ? "missing" : `${Number(value.toPrecision(7))} ${unit}`;
  }
  if (frame) {
    const seen = projective(frame, fx, fy);
    const away = radius(frame, seen);
    const onSun = stonyhurst(frame, seen);
    const turning = carrington(frame, seen);
    shows.projective.textContent = `${number(seen.x, 2)}″, ${number(seen.y, 2)}″`;
    shows.radius.textContent = away === null ? "not known" : `${number(away, 4)} R☉`;
    shows.stonyhurst.textContent = onSun ? place(onSun.longitude, onSun.latitude) : away > 1 ? "beside the Sun" : "not known";
    shows.carrington.textContent = turning ? `${number(turning.longitude, 2)}°, ${number(turning.latitude, 2)}°` : onSun ? "not known" : "–";
  }
  repaint();
}

const at = event => {
  const box = canvas.getBoundingClientRect();
  return [(event.clientX - box.left) * devicePixelRatio, (event.clientY - box.top) * devicePixelRatio];
};

let drag = null;
canvas.addEventListener("pointerdown", event => {
  canvas.setPointerCapture(event.pointerId);
  drag = { x: event.clientX, y: event.clientY, left, top: top_, moved: false };
});
canvas.addEventListener("pointermove", event => {
  if (drag) {
    const dx = (event.clientX - drag.x) * devicePixelRatio;
    const dy = (event.clientY - drag.y) * devicePixelRatio;
    drag.moved ||= Math.hypot(dx, dy) > 4 * devicePixelRatio;
    if (drag.moved) {
      left = drag.left + dx;
      top_ = drag.top + dy;
      repaint();
      return;
    }
  }
  if (isKept) return;
  const [x, y] = at(event);
  point(Math.floor((x - left) / scale), Math.floor((y - top_) / scale));
});
canvas.addEventListener("pointerup", event => {
  if (drag && !drag.moved) {
    isKept = false;
    const [x, y] = at(event);
    point(Math.floor((x - left) / scale), Math.floor((y - top_) / scale));
    isKept = true;
  }
  drag = null;
});
canvas.addEventListener("pointerleave", () => { if (!drag) isKept ||= false; });
canvas.addEventListener("dblclick", event => { isKept = false; zoom(2, ...at(event)); });
canvas.addEventListener("wheel", event => {
  event.preventDefault();
  zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), ...at(event));
}, { passive: false });

const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
canvas.addEventListener("keydown", event => {
  const arrow = arrows[event.key];
  if (arrow && event.shiftKey) {
    left -= arrow[0] * canvas.width / 8;
    top_ -= arrow[1] * canvas.height / 8;
    repaint();
  } else if (arrow) {
    const from = pointer ?? { x: Math.floor(width / 2), y: Math.floor(height / 2) };
    isKept = true;
    point(from.x + arrow[0], from.y + arrow[1]);
  } else if (event.key === "+" || event.key === "=") zoom(1.5);
  else if (event.key === "-") zoom(1 / 1.5);
  else if (event.key === "0") fit();
  else if (event.key === "Enter") isKept = !isKept;
  else return;
  event.preventDefault();
});

function look() {
  const query = new URLSearchParams();
  for (const name of ["scaling", "colors", "min", "max"]) {
    const value = form.elements[name].value.trim();
    if (value) query.set(name, value);
  }
  return query;
}

async function loadPicture() {
  const image = new Image();
  image.src = `${viewer.dataset.picture}&${look()}`;
  try {
    await image.decode();
    picture = image;
    busy.textContent = values ? "" : "Reading values …";
  } catch {
    busy.textContent = "The image cannot be shown: see whether the limits are numbers.";
  }
  repaint();
}

async function loadValues() {
  const answer = await fetch(viewer.dataset.pixels);
  if (!answer.ok) {
    busy.textContent = "The values cannot be read.";
    return;
  }
  values = new Float32Array(await answer.arrayBuffer());
  busy.textContent = "";
  if (pointer) point(pointer.x, pointer.y);
  viewer.dataset.ready = "true";
}

form.addEventListener("change", event => {
  if (event.target.name === "seg") {
    form.submit();
    return;
  }
  const url = new URL(location.href);
  for (const name of ["scaling", "colors", "min", "max"]) url.searchParams.delete(name);
  for (const [name, value] of look()) url.searchParams.set(name, value);
  history.replaceState(null, "", url);
  loadPicture();
});
form.addEventListener("submit", event => event.preventDefault());

new ResizeObserver(resize).observe(canvas);
resize();
await loadPicture();
fit();
await loadValues();
