import { byId, el, svg } from "./dom.js";
import { duration } from "./format.js";

const SECONDS = 300;
const HEIGHT = 100;

const THROUGHPUT = {
  title: "Requests/s",
  lines: [
    { name: "all", of: (second) => second.requests },
    { name: "refused", of: (second) => second.refusals || null },
    { name: "failed", of: (second) => second.failures || null },
  ],
  axisMin: 5,
  text: (value) => String(value ?? 0),
};
const LATENCY = {
  title: "Latency",
  lines: [
    { name: "p50", of: (second) => second.p50Ms },
    { name: "p99", of: (second) => second.p99Ms },
  ],
  axisMin: 10,
  text: (value) => (value === null ? "–" : duration(value)),
};

/// Two small plots of the last five minutes.
export class Load {
  #seconds = [];
  #drawing = false;
  #plots = [THROUGHPUT, LATENCY].map((kind) => new Plot(kind));

  constructor() {
    byId("load").replaceChildren(...this.#plots.map((plot) => plot.node));
  }

  /// Starts again.
  clear() {
    this.#seconds = [];
  }

  /// What happened in one more second.
  apply(second) {
    const at = Date.parse(second.at);
    if (at <= this.#seconds.at(-1)?.time) return;
    this.#seconds.push({ ...second, time: at });
    if (this.#seconds.length > SECONDS) this.#seconds.shift();
    if (!this.#drawing) {
      this.#drawing = true;
      requestAnimationFrame(() => this.#draw());
    }
  }

  #draw() {
    this.#drawing = false;
    this.#plots.forEach((plot) => plot.draw(this.#seconds));
  }
}

class Plot {
  #kind;
  #paths;
  #values;
  #max;
  #image;

  constructor(kind) {
    this.#kind = kind;
    this.#paths = kind.lines.map(({ name }) => svg("path", { class: `line ${name}`, "vector-effect": "non-scaling-stroke" }));
    this.#values = kind.lines.map(() => el("b", {}, "–"));
    this.#max = el("span", { class: "max" });
    this.#image = svg(
      "svg",
      { viewBox: `0 0 ${SECONDS} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": kind.title },
      this.#paths,
    );
    const legend = kind.lines.map(({ name }, index) =>
      el("span", {}, swatch(name), ` ${name} `, this.#values[index]),
    );
    this.node = el(
      "figure",
      { class: "plot" },
      el("figcaption", {}, el("h3", {}, kind.title), el("span", { class: "legend" }, legend)),
      el("div", { class: "canvas" }, this.#max, this.#image),
    );
  }

  draw(seconds) {
    const { lines, axisMin, text, title } = this.#kind;
    const series = lines.map(({ of }) => seconds.map((second) => of(second) ?? null));
    const top = niceMax(Math.max(axisMin, ...series.flat()));
    const left = SECONDS - seconds.length;
    series.forEach((values, index) => {
      this.#paths[index].setAttribute("d", path(values, left, top));
      this.#values[index].textContent = text(values.at(-1) ?? null);
    });
    this.#max.textContent = text(top);
    const peaks = lines.map(({ name }, index) => `${name} ${text(Math.max(0, ...series[index]))}`);
    this.#image.setAttribute("aria-label", `${title}, most in the last five minutes: ${peaks.join(", ")}`);
  }
}

/// A sample of each line's stroke, since a colour alone would not tell them apart.
function swatch(name) {
  return svg("svg", { class: "swatch", viewBox: "0 0 16 8", "aria-hidden": "true" }, svg("path", { class: `line ${name}`, d: "M0 4h16" }));
}

/// A line with a gap where there is no value. A value between two gaps becomes a dash.
function path(values, left, top) {
  const y = (value) => (HEIGHT - 2 - (value / top) * (HEIGHT - 6)).toFixed(1);
  return values
    .map((value, index) => {
      if (value === null) return "";
      const joined = index > 0 && values[index - 1] !== null;
      return joined ? `L${left + index} ${y(value)}` : `M${left + index - 1} ${y(value)}h1`;
    })
    .join("");
}

/// The next of 1, 2 or 5 times a power of ten.
function niceMax(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}
