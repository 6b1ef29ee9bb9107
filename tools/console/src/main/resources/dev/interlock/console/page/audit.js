import { byId, el, mark, note, once } from "./dom.js";
import { counted } from "./format.js";
import { commandLines } from "./stream.js";

const ROWS_SHOWN = 5;

/// Runs the audit at a button and lists each invariant with its counts.
export function wireAudit() {
  const button = byId("run-audit");
  button.addEventListener("click", () => once(button, run));
}

async function run() {
  note(byId("audit-problem"), "");
  byId("audit-summary").textContent = "Auditing…";
  const body = byId("invariants").querySelector("tbody");
  body.replaceChildren();
  try {
    await commandLines("/console/audit", {}, (line) => {
      if (line.summary) summarise(line.summary);
      else if (line.progress) progress(line.progress);
      else place(body, line);
    });
  } catch (problem) {
    byId("audit-summary").textContent = "";
    note(byId("audit-problem"), problem.message);
  } finally {
    byId("audit-progress").hidden = true;
  }
}

/// Not said aloud: a screen reader hears the end.
function progress({ checked, of }) {
  const bar = byId("audit-progress");
  bar.hidden = false;
  bar.max = of;
  bar.value = checked;
}

function summarise({ invariants, broken, seconds }) {
  byId("audit-summary").replaceChildren(
    mark(broken ? "refused" : "accepted"),
    ` ${counted(invariants, "invariant")}, ${broken} broken, in ${seconds.toFixed(1)} s.`,
  );
}

/// What is broken comes first.
function place(body, { invariant, examined, broken, rows = [], obstacle }) {
  byId("invariants").hidden = false;
  const offending = rows.slice(0, ROWS_SHOWN).map((row) => el("li", {}, typeof row === "string" ? row : JSON.stringify(row)));
  const row = el(
    "tr",
    { class: broken ? "broken" : null },
    el("td", {}, invariant, offending.length ? el("ul", { class: "offending" }, offending) : null),
    el("td", { class: "number" }, obstacle ?? examined.toLocaleString("en")),
    el("td", { class: "number" }, brokenOnes(broken, obstacle)),
  );
  if (broken) body.prepend(row);
  else body.append(row);
}

function brokenOnes(broken, obstacle) {
  if (obstacle) return [mark("failed"), " not checked"];
  return broken ? [mark("refused"), ` ${broken}`] : "0";
}
