import { el, svg } from "./dom.js";
import { duration, problemName } from "./format.js";
import { KINDS, kindOf } from "./outcome.js";

const HEIGHT = 256;
const PITCH = { least: 4, most: 22 };
const MARK = { least: 6.5, most: 11 };
const TICKS = 4;

/// Draws the calls of one burst: a bar from sent to answered, with a mark for the answer.
///
/// @param calls with their number from 1, in any order
/// @param expected how many calls the burst has
export function drawTimeline(node, calls, expected) {
  const end = Math.max(1, ...calls.map((call) => call.endedMs)) * 1.04;
  const pitch = Math.min(PITCH.most, Math.max(PITCH.least, HEIGHT / expected));
  const size = Math.min(MARK.most, Math.max(MARK.least, pitch));
  const x = (ms) => `${((ms / end) * 100).toFixed(2)}%`;
  const bars = calls.map((call) => bar(call, { x, pitch, size }));
  const ticks = niceTicks(end).map((ms) => svg("line", { class: "grid", x1: x(ms), x2: x(ms), y1: 0, y2: "100%" }));
  const labels = niceTicks(end).map((ms) => {
    const label = el("span", {}, ms ? duration(ms) : "0");
    label.style.left = x(ms);
    return label;
  });
  const image = svg("svg", { height: expected * pitch + 6, role: "img", "aria-label": describe(calls) }, ticks, bars);
  node.replaceChildren(el("div", { class: "axis", "aria-hidden": "true" }, labels), image, legend(calls));
}

function bar(call, { x, pitch, size }) {
  const kind = kindOf(call);
  const middle = (call.call - 0.5) * pitch + 3;
  const title = `Call ${call.call}: ${call.status ?? "no answer"} ${problemName(call.type) ?? ""} after ${duration(call.endedMs - call.startedMs)}`;
  return svg(
    "g",
    { class: `call ${kind}` },
    svg("title", {}, title),
    svg("line", { x1: x(call.startedMs), x2: x(call.endedMs), y1: middle, y2: middle }),
    svg(
      "svg",
      { x: x(call.endedMs), y: middle - size / 2, width: size, height: size, overflow: "visible", class: `mark ${kind}` },
      svg("use", { href: `#mark-${kind}`, width: size, height: size, x: -size / 2 }),
    ),
  );
}

/// How many calls were answered how, such as `1 accepted, 63 replayed`.
export function describe(calls) {
  return KINDS.map((kind) => [kind, calls.filter((call) => kindOf(call) === kind)])
    .filter(([, those]) => those.length)
    .map(([kind, those]) => `${those.length} ${kind}${reasons(kind, those)}`)
    .join(", ");
}

function reasons(kind, calls) {
  if (kind === "replayed") return "";
  const names = new Set(calls.map((call) => problemName(call.type)).filter(Boolean));
  return names.size ? ` (${[...names].join(", ")})` : "";
}

function legend(calls) {
  const present = KINDS.filter((kind) => calls.some((call) => kindOf(call) === kind));
  const items = present.map((kind) =>
    el("li", {}, svg("svg", { class: `mark ${kind}`, "aria-hidden": "true" }, svg("use", { href: `#mark-${kind}` })), ` ${kind}`),
  );
  return el("ul", { class: "legend" }, items);
}

function niceTicks(end) {
  const rough = end / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough);
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}
