import { byId, el, flash, mark } from "./dom.js";
import { clock, problemName, shortId } from "./format.js";
import { keyButton } from "./key.js";
import { describeMoves } from "./moves.js";
import { answer, kindOf } from "./outcome.js";
import { keepFocus } from "./rows.js";

const REQUESTS_MAX = 200;
const BURST_MS = 10_000;

/// The list of requests, newest first. Calls under one key that follow each other share a row.
export class Activity {
  #body = byId("requests");
  #requests = [];
  #byKey = new Map();
  #dirty = new Set();
  #drawing = false;
  #resource = null;
  #show = "all";
  #currencyOf;

  /// @param currencyOf gives an account's currency
  constructor(currencyOf) {
    this.#currencyOf = currencyOf;
    document.querySelectorAll("#activity [name=show]").forEach((radio) =>
      radio.addEventListener("change", () => {
        this.#show = radio.value;
        this.#filter();
      }),
    );
    byId("one-resource").addEventListener("click", () => {
      this.only(null);
      byId("find-key").focus();
    });
  }

  /// Shows what changed one resource, or everything again.
  only(resource) {
    this.#resource = resource;
    const button = byId("one-resource");
    button.hidden = !resource;
    button.textContent = resource ? `Only ${shortId(resource)} ×` : "";
    button.setAttribute("aria-label", resource ? `Only ${resource}. Show all` : "");
    this.#filter();
  }

  /// Starts again.
  clear() {
    this.#requests = [];
    this.#byKey.clear();
    this.#dirty.clear();
    this.#body.replaceChildren();
    this.#filter();
  }

  /// A request that the HTTP API answered.
  call(call) {
    const at = Date.parse(call.startedAt);
    const recent = this.#sharing(call).at(-1);
    const request = recent && at - recent.lastAt < BURST_MS ? recent : this.#add(call, at);
    request.lastAt = Math.max(request.lastAt, at);
    const kind = kindOf(call);
    request.counts[kind] = (request.counts[kind] ?? 0) + 1;
    if (kind !== "replayed" || !request.last) request.last = call;
    this.#changed(request);
  }

  /// A verdict that was stored under a key, by a call that this page may not have seen.
  verdict(verdict) {
    const request = this.#original(verdict);
    request.verdict = verdict;
    this.#changed(request);
  }

  /// A row that was appended to a journal.
  move(move) {
    const request = this.#original(move);
    if (request.moves.some((known) => isSame(known, move))) return;
    request.moves.push(move);
    this.#changed(request);
  }

  #original(event) {
    return this.#sharing(event)[0] ?? this.#add(event, Date.parse(event.at));
  }

  #add({ caller, operation, key }, at) {
    const request = { caller, operation, key, at, lastAt: at, moves: [], counts: {}, row: el("tr") };
    const older = this.#requests.findIndex((each) => each.at <= at);
    const place = older < 0 ? this.#requests.length : older;
    this.#body.insertBefore(request.row, this.#requests[place]?.row ?? null);
    this.#requests.splice(place, 0, request);
    if (key) this.#byKey.set(nameOf(request), [...this.#sharing(request), request]);
    if (this.#requests.length > REQUESTS_MAX) this.#forget(this.#requests.pop());
    return request;
  }

  /// The rows of the same key, oldest first.
  #sharing(event) {
    return this.#byKey.get(nameOf(event)) ?? [];
  }

  #forget(request) {
    request.row.remove();
    this.#dirty.delete(request);
    const others = this.#sharing(request).filter((each) => each !== request);
    if (others.length) this.#byKey.set(nameOf(request), others);
    else this.#byKey.delete(nameOf(request));
  }

  /// Under load, a row is drawn once a frame.
  #changed(request) {
    if (!this.#drawing) requestAnimationFrame(() => this.#draw());
    this.#drawing = true;
    this.#dirty.add(request);
  }

  #draw() {
    this.#drawing = false;
    for (const request of this.#dirty) {
      const drawn = request.row.childElementCount > 0;
      keepFocus(request.row, () => request.row.replaceChildren(...this.#cells(request)));
      if (drawn) flash(request.row);
    }
    this.#dirty.clear();
    this.#filter();
  }

  #cells(request) {
    const { at, caller, operation, key, moves } = request;
    const what = moves.length ? describeMoves(moves, this.#currencyOf) : [el("span", { class: "quiet" }, operation ?? "back office")];
    return [
      el("td", {}, clock(at)),
      el("td", {}, caller ?? "–"),
      el("td", { class: "what" }, what),
      el("td", { class: "answer" }, answers(request)),
      el("td", {}, keyButton(caller, operation, key)),
    ];
  }

  #filter() {
    let shown = 0;
    for (const request of this.#requests) {
      request.row.hidden = !this.#matches(request);
      if (!request.row.hidden) shown++;
    }
    const empty = byId("activity-empty");
    empty.hidden = shown > 0;
    if (this.#requests.length) empty.textContent = "None like this among the requests so far.";
  }

  #matches(request) {
    if (this.#resource && !request.moves.some((move) => move.resource === this.#resource)) return false;
    switch (this.#show) {
      case "moves":
        return request.moves.length > 0;
      case "refused":
        return Boolean(request.counts.refused || request.verdict?.refused);
      case "replayed":
        return Boolean(request.counts.replayed);
      default:
        return true;
    }
  }
}

const nameOf = ({ caller, operation, key }) => JSON.stringify([caller, operation, key]);

const isSame = (one, other) =>
  ["journal", "resource", "sku", "version", "principal"].every((member) => one[member] === other[member]);

/// The back office's verdicts have no status.
function stored({ status, verdict, refused }) {
  const words = refused || !status ? [status, problemName(verdict)] : [status];
  return [mark(refused ? "refused" : "accepted"), ` ${words.filter(Boolean).join(" ")}`];
}

function answers({ last, verdict, moves, counts }) {
  const parts = [];
  if (last) {
    const times = counts[kindOf(last)];
    parts.push([answer(last), times > 1 ? ` ×${times}` : ""]);
  }
  if (!last && verdict) parts.push(stored(verdict));
  if (!last && !verdict && moves.length) parts.push([mark("stored"), " journaled"]);
  if (counts.replayed && !last.replayed) parts.push([mark("replayed"), ` replayed ×${counts.replayed}`]);
  return parts.map((part) => el("span", { class: "outcome" }, part));
}
