import { byId, el, mark, note, once } from "./dom.js";
import { commandLines, read } from "./stream.js";

const STEPS_MAX = 200;

/// Runs a race at a button and shows its two lanes.
export class Races {
  #races = [];

  constructor() {
    byId("race").addEventListener("change", () => this.#chosen());
    const button = byId("run-race");
    button.addEventListener("click", () => once(button, run));
  }

  /// Asks which races there are, until it has been told.
  async load() {
    if (this.#races.length) return;
    try {
      this.#races = (await read("/console/races")).races;
      byId("race").replaceChildren(...this.#races.map(({ name, title }) => el("option", { value: name }, capitalised(title))));
      this.#chosen();
      note(byId("race-problem"), "");
    } catch (problem) {
      note(byId("race-problem"), problem.message);
    }
  }

  #chosen() {
    byId("race-does").textContent = this.#races.find(({ name }) => name === byId("race").value)?.does ?? "";
    clear();
  }
}

async function run() {
  note(byId("race-problem"), "");
  clear();
  try {
    await commandLines(`/console/races/${encodeURIComponent(byId("race").value)}`, {}, step);
  } catch (problem) {
    note(byId("race-problem"), problem.message);
  }
}

const capitalised = (text) => text[0].toUpperCase() + text.slice(1);

const laneOf = (name) => byId(`lane-${name}`);

function clear() {
  for (const lane of ["usual", "interlock"].map(laneOf)) {
    delete lane.dataset.lost;
    for (const part of lane.querySelectorAll("ol, .way, .verdict")) part.replaceChildren();
  }
  byId("other-ways").replaceChildren();
}

function step({ lane: name, title, who, text, verdict }) {
  if (!name) {
    if (verdict) byId("other-ways").append(el("li", {}, ending(verdict), el("span", { class: "quiet" }, ` ${title}`)));
    return;
  }
  const lane = laneOf(name);
  if (name === "usual" && title) lane.querySelector(".way").textContent = title;
  if (verdict) {
    lane.dataset.lost = verdict.lost;
    lane.querySelector(".verdict").replaceChildren(...ending(verdict));
    return;
  }
  const steps = lane.querySelector("ol");
  if (!text || steps.childElementCount >= STEPS_MAX) return;
  const caller = who ? el("b", {}, who) : null;
  steps.append(el("li", { class: who ? `by-${who.toLowerCase()}` : "by-race" }, caller, el("span", {}, text)));
}

const ending = ({ lost, text }) => [
  mark(lost ? "refused" : "accepted"),
  el("strong", {}, lost ? " Lost: " : " Held: "),
  text,
];
