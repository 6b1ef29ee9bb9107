import { Activity } from "./activity.js";
import { wireAudit } from "./audit.js";
import { byId } from "./dom.js";
import { Environments, showDatabase } from "./environments.js";
import { wireKeys } from "./key.js";
import { Load } from "./load.js";
import { Races } from "./races.js";
import { Send } from "./send.js";
import { State } from "./state.js";
import { listen, read } from "./stream.js";
import { wireTabs } from "./tabs.js";
import { chooseTheme } from "./theme.js";

chooseTheme();
wireTabs(document.querySelector("[role=tablist]"));
wireKeys();
wireAudit();

const state = new State(showJournal);
const activity = new Activity((id) => state.account(id)?.currency);
const environments = new Environments();
const load = new Load();
const send = new Send(state);
const races = new Races();

listen(
  {
    state: (event) => {
      // Everything comes again, after a connect and for a page that fell behind.
      if (event.whole) {
        activity.clear();
        load.clear();
      }
      state.apply(event);
      send.offer();
    },
    move: (event) => {
      state.moved(event);
      activity.move(event);
    },
    verdict: (event) => activity.verdict(event),
    call: (event) => activity.call(event),
    environments: (event) => environments.apply(event.functions),
    database: showDatabase,
    load: (event) => {
      load.apply(event);
      state.tick();
    },
  },
  (connected) => {
    const connection = byId("connection");
    const text = connected ? "Live" : "Disconnected, trying again";
    if (connection.textContent !== text) connection.textContent = text;
    connection.dataset.state = connected ? "live" : "lost";
    if (connected) races.load();
  },
);

/// Shows what changed one row, also before this page was opened.
async function showJournal(row) {
  activity.only(row.resource);
  try {
    const { rows } = await read(`/console/journal?${new URLSearchParams(row)}`);
    rows.forEach((move) => activity.move(move));
  } catch {
    // The stack is down, as the header says. What has arrived stays.
  }
}
