import { byId, el, mark, note, once } from "./dom.js";
import { counted } from "./format.js";
import { Rows } from "./rows.js";
import { command } from "./stream.js";

const ENVIRONMENTS_MAX = 64;
const ACTIONS = {
  freeze: { label: "Freeze", does: "Stops the process, as Lambda does between invocations" },
  thaw: { label: "Thaw", does: "Lets the process go on" },
  cut: { label: "Cut", does: "Breaks its connection to the database" },
  kill: { label: "Kill", does: "Ends the process at once" },
};
const ALLOWED = {
  idle: ["freeze", "cut", "kill"],
  busy: ["freeze", "cut", "kill"],
  frozen: ["thaw", "kill"],
  cold: [],
  killed: [],
};

/// The execution environments of each function, and what can be done to them.
export class Environments {
  #tables = new Map();

  /// @param functions of the event `environments`
  apply(functions) {
    const names = functions.map((each) => each.function);
    if (names.join() !== [...this.#tables.keys()].join()) this.#rebuild(names);
    for (const { function: name, environments } of functions) {
      const { rows, empty } = this.#tables.get(name);
      rows.keep(environments.map(({ id }) => id));
      environments.forEach((each) => {
        const before = rows.get(each.id);
        if (isSame(before, each)) return;
        // Busy and idle alternate with every call.
        rows.put(each.id, { ...each, name }, !isWorking(before) || !isWorking(each));
      });
      empty.hidden = environments.length > 0;
    }
  }

  #rebuild(names) {
    this.#tables = new Map();
    byId("environments").replaceChildren(...names.map((name) => this.#section(name)));
  }

  #section(name) {
    const body = el("tbody");
    const empty = el("span", { class: "quiet" }, " none yet");
    this.#tables.set(name, { rows: new Rows(body, ENVIRONMENTS_MAX, cells), empty });
    const heads = ["State", "Process and calls", "Do"].map((head) => el("th", { scope: "col" }, head));
    const columns = el("colgroup", {}, ["state", "process", "buttons"].map((column) => el("col", { class: column })));
    const table = el("table", {}, el("caption", {}, name, empty), columns, el("thead", { class: "hidden" }, el("tr", {}, heads)), body);
    return el("div", { class: "function" }, table);
  }
}

const isSame = (before, now) => ["state", "pid", "invocations"].every((member) => before?.[member] === now[member]);

const isWorking = (environment) => ["idle", "busy"].includes(environment?.state);

function cells({ id, pid, state, invocations, name }) {
  const buttons = (ALLOWED[state] ?? []).map((action) =>
    el(
      "button",
      {
        type: "button",
        class: action === "kill" ? "danger" : null,
        title: ACTIONS[action].does,
        "aria-label": `${ACTIONS[action].label} process ${pid} of ${name}`,
        onclick: (event) => once(event.target, () => actOn({ id, pid }, action)),
      },
      ACTIONS[action].label,
    ),
  );
  return [
    el("td", { class: `environment ${state}` }, mark(state), ` ${state}`),
    el("td", { class: "quiet", title: counted(invocations ?? 0, "call") }, `${pid || "–"} · ${invocations ?? 0}`),
    el("td", { class: "buttons" }, buttons),
  ];
}

/// A cut waits for a statement to cut under.
async function actOn({ id, pid }, action) {
  const said = byId("environments-note");
  const path = `/console/environments/${encodeURIComponent(id)}`;
  if (action !== "cut") return act(path, action, "environments-problem");
  note(said, `Waiting for the next statement of process ${pid}. Send something.`);
  const done = await act(path, action, "environments-problem");
  if (!done) return note(said, "");
  note(said, done.cut ? `The session of process ${pid} was ended under its statement.` : `Process ${pid} ran no statement, so nothing was cut.`);
}

/// The database: whether it is up, and a switch if it belongs to this stack.
export function showDatabase({ state, sessions, ours }) {
  const stopped = state === "stopped";
  const text = byId("database");
  text.dataset.state = state;
  text.replaceChildren(
    mark(stopped ? "refused" : "accepted"),
    stopped ? " Stopped" : ` Up${sessions === undefined ? "" : `, ${counted(sessions, "session")}`}`,
  );
  note(
    byId("notice"),
    stopped ? "The database is stopped. Callers hear 503 database-unavailable until it is started again." : "",
  );
  const button = byId("database-switch");
  button.hidden = !ours;
  button.textContent = stopped ? "Start" : "Stop";
  button.setAttribute("aria-label", `${button.textContent} the database`);
  button.classList.toggle("primary", stopped);
  button.onclick = () =>
    once(button, () => act("/console/database", stopped ? "start" : "stop", "database-problem"));
}

async function act(path, action, problemId) {
  try {
    note(byId(problemId), "");
    return await command(path, { action });
  } catch (problem) {
    note(byId(problemId), problem.message);
    return undefined;
  }
}
