import { byId, el, mark, note } from "./dom.js";
import { clock, duration, shortId } from "./format.js";
import { describeMove } from "./moves.js";
import { answer, kindOf } from "./outcome.js";
import { read } from "./stream.js";
import { describe } from "./timeline.js";

const CALLS_SHOWN = 8;

/// A key, which opens its life.
///
/// The back office's keys belong to no operation, and what opened a row has no key.
export function keyButton(caller, operation, key) {
  if (!key || !operation) return el("span", { class: "key quiet" }, key ?? "–");
  const open = () => openKey({ caller, operation, key });
  return el("button", { type: "button", class: "key", title: `${operation} of ${caller}, key ${key}`, onclick: open }, key);
}

/// Wires the dialog.
export function wireKeys() {
  const dialog = byId("key");
  byId("key-close").addEventListener("click", () => dialog.close());
  byId("find-key").addEventListener("click", () => openKey(undefined));
  byId("key-find").addEventListener("submit", (event) => {
    event.preventDefault();
    show(Object.fromEntries(new FormData(event.target)));
  });
}

function openKey(name) {
  const form = byId("key-find");
  byId("key-life").replaceChildren();
  note(byId("key-problem"), "");
  for (const field of ["caller", "operation", "key"]) form.elements[field].value = name?.[field] ?? "";
  byId("key").showModal();
  if (name) show(name);
}

async function show({ caller, operation, key }) {
  try {
    const life = await read(`/console/keys?${new URLSearchParams({ caller, operation, key })}`);
    byId("key-life").replaceChildren(...lifeOf(life));
    note(byId("key-problem"), "");
  } catch (problem) {
    byId("key-life").replaceChildren();
    note(byId("key-problem"), problem.message);
  }
}

function lifeOf(life) {
  const { found, rows = [], calls = [] } = life;
  if (!found && !rows.length && !calls.length) {
    return [el("p", { class: "empty" }, "Nothing has happened under this key.")];
  }
  const steps = [...callSteps(calls), ...verdictSteps(life), ...rows.map(rowStep)];
  steps.sort((one, other) => one.at - other.at);
  const list = steps.map(({ at, content }) => el("li", {}, el("time", {}, at ? clock(at) : "–"), el("div", {}, content)));
  const parts = [el("ol", { class: "life" }, list)];
  if (calls.length > CALLS_SHOWN) {
    parts.push(el("p", { class: "quiet" }, `The first ${CALLS_SHOWN} of ${calls.length} calls are listed. Of the others, ${describe(calls.slice(CALLS_SHOWN))}.`));
  }
  if (life.detail) parts.push(el("h3", {}, "Stored with the verdict"), el("pre", {}, pretty(life.detail)));
  return parts;
}

function callSteps(calls) {
  return calls.slice(0, CALLS_SHOWN).map((call) => {
    const { startedAt, durationMs, environment, attempts } = call;
    const how = [
      durationMs === undefined ? "" : duration(durationMs),
      environment ? `environment ${environment}` : "",
      attempts > 1 ? `${attempts} attempts` : "",
    ];
    return {
      at: Date.parse(startedAt),
      content: [
        el("strong", {}, kindOf(call) === "replayed" ? "Sent again: " : "Sent: "),
        answer(call),
        el("span", { class: "quiet" }, ` ${how.filter(Boolean).join(", ")}`),
      ],
    };
  });
}

function verdictSteps({ found, verdict, status, remembered }) {
  if (!found) return [];
  const content = [mark("stored"), el("strong", {}, " Verdict stored under the key: "), `${verdict ?? ""} ${status ?? ""}`];
  return [{ at: Date.parse(remembered?.at ?? ""), content }];
}

function rowStep(move) {
  return {
    at: Date.parse(move.at),
    content: [
      mark("stored"),
      el("strong", {}, ` Journal of ${move.journal} `),
      `${shortId(move.resource)}, version ${move.version}: `,
      describeMove(move),
    ],
  };
}

const pretty = (detail) => (typeof detail === "string" ? detail : JSON.stringify(detail, null, 2));
