import { byId, el, note, once } from "./dom.js";
import { answer } from "./outcome.js";
import { clock, duration, shortId } from "./format.js";
import { keyButton } from "./key.js";
import { commandLines } from "./stream.js";
import { describe, drawTimeline } from "./timeline.js";

const EXAMPLES = [
  {
    title: "One payment, sent 64 times under one key",
    values: { operation: "transfer", caller: "alice", amount: "2500", copies: "64", keys: "one", key: "" },
    picks: { from: 0, to: 1 },
  },
  {
    title: "64 buyers of the last cups",
    values: { operation: "stock-decrement", caller: "alice", sku: "CUP-1", quantity: "1", copies: "64", keys: "many" },
    picks: { location: 0 },
  },
  {
    title: "Spend more than there is",
    values: { operation: "transfer", caller: "alice", amount: "99999999", copies: "1", keys: "one", key: "" },
    picks: { from: 0, to: 1 },
  },
  {
    title: "Hold money for bob, for a minute",
    values: { operation: "hold", caller: "alice", amount: "2500", until: "60", copies: "1", keys: "one", key: "" },
    picks: { from: 0, to: 1 },
  },
  {
    title: "Settle that hold 64 times",
    values: { operation: "settlement", caller: "bob", copies: "64", keys: "many" },
    picks: { hold: 0 },
  },
  {
    title: "Take from an account of somebody else",
    values: { operation: "transfer", caller: "carol", amount: "1", copies: "1", keys: "one", key: "" },
    picks: { from: 0, to: 2 },
  },
];

/// The form that sends an operation, and what came of it.
export class Send {
  #form = byId("send");
  #state;
  #offered = {};

  constructor(state) {
    this.#state = state;
    this.#form.addEventListener("change", ({ target }) => this.#adapt(target.name));
    this.#fields.from.addEventListener("change", () => this.#followCurrency());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    byId("examples").querySelector("ul").replaceChildren(
      ...EXAMPLES.map((example) =>
        el("li", {}, el("button", { type: "button", class: "link", onclick: () => this.#try(example) }, example.title)),
      ),
    );
    this.#adapt();
  }

  get #fields() {
    return this.#form.elements;
  }

  /// Offers the accounts, locations and resources that there are.
  offer() {
    const accounts = this.#state.accounts().map(({ id, currency, status }) => ({
      value: id,
      text: [shortId(id), this.#state.owners(id), currency, status === "open" ? "" : status].filter(Boolean).join(" "),
    }));
    this.#fill("from", accounts, 0);
    this.#fill("to", accounts, 1);
    const named = (id, kind = "") => ({ value: id, text: `${shortId(id)} ${this.#state.owners(id)} ${kind}` });
    const locations = [...new Set(this.#state.stock().map(({ location }) => location))];
    this.#fill("location", locations.map((id) => named(id)), 0);
    this.#fill("hold", this.#state.holds().map(holdOption), 0);
    this.#fill("reservation", this.#state.reservations().map(reservationOption), 0);
    this.#fill("resource", this.#state.resources().map(({ id, kind }) => named(id, kind)), 0);
    this.#adapt();
  }

  #fill(name, options, chosen) {
    const offered = JSON.stringify(options);
    if (this.#offered[name] === offered) return;
    this.#offered[name] = offered;
    const select = this.#fields[name];
    const before = select.value;
    select.replaceChildren(...options.map(({ value, text }) => el("option", { value }, text)));
    select.value = before;
    if (!select.value) select.selectedIndex = Math.min(chosen, options.length - 1);
  }

  /// Shows what belongs to the operation, and what depends on other fields.
  ///
  /// @param changed the field that was changed
  #adapt(changed) {
    const { operation, keys, location, resource, ifMatch } = this.#fields;
    for (const part of this.#form.querySelectorAll("[data-operation]")) {
      part.hidden = !part.dataset.operation.split(" ").includes(operation.value);
    }
    this.#form.querySelector("[data-keys]").hidden = keys.value !== "one";
    const settles = operation.value === "reservation-settlement";
    const skus = settles ? this.#reserved() : this.#state.stock().filter((stock) => stock.location === location.value);
    this.#fill("sku", skus.map(({ sku }) => ({ value: sku, text: sku })), 0);
    if (["operation", "hold", "reservation", "sku"].includes(changed)) this.#takeAll();
    ifMatch.placeholder = `${this.#state.resource(resource.value)?.aclVersion ?? ""}, the current version`;
  }

  /// The lines of the chosen reservation.
  #reserved() {
    const { reservation } = this.#fields;
    return this.#state.reservations().find(({ id }) => id === reservation.value)?.lines ?? [];
  }

  /// Offers all that was set aside. Nothing, 0, is as valid, and releases it.
  #takeAll() {
    const { operation, hold, amount, sku, quantity } = this.#fields;
    const held = this.#state.holds().find(({ id }) => id === hold.value);
    const line = this.#reserved().find((each) => each.sku === sku.value);
    if (operation.value === "settlement" && held) amount.value = held.amount;
    if (operation.value === "reservation-settlement" && line) quantity.value = line.quantity;
  }

  #followCurrency() {
    const account = this.#state.account(this.#fields.from.value);
    if (account) this.#fields.currency.value = account.currency;
  }

  #try({ values, picks }) {
    for (const [name, index] of Object.entries(picks)) this.#fields[name].selectedIndex = index;
    this.#followCurrency();
    this.#fields.operation.value = values.operation;
    this.#adapt("operation");
    for (const [name, value] of Object.entries(values)) this.#fields[name].value = value;
    this.#adapt();
    this.#send();
  }

  #send() {
    const problem = this.#form.querySelector(".problem");
    return once(this.#form.querySelector("[type=submit]"), async () => {
      note(problem, "");
      try {
        await this.#show(this.#burst());
      } catch (failure) {
        byId("summary").textContent = "";
        note(problem, failure.message);
      }
    });
  }

  async #show(burst) {
    const calls = [];
    let drawing = false;
    const draw = () => {
      drawing = false;
      drawTimeline(byId("timeline"), calls, burst.copies);
    };
    byId("summary").textContent = burst.copies > 1 ? `Sending ${burst.copies} calls…` : "Sending…";
    byId("timeline").replaceChildren();
    byId("calls").hidden = true;
    await commandLines("/console/send", burst, (line) => {
      if (line.summary) return;
      calls.push(line);
      if (!drawing) requestAnimationFrame(draw);
      drawing = true;
    });
    draw();
    this.#list(calls, burst);
    const took = Math.max(0, ...calls.map((call) => call.endedMs));
    byId("summary").textContent = `${describe(calls)} in ${duration(took)}.`;
  }

  #list(calls, { operation, caller }) {
    const rows = calls
      .sort((one, other) => one.call - other.call)
      .map((call) =>
        el(
          "tr",
          {},
          el("td", { class: "number" }, String(call.call)),
          el("td", { class: "number" }, duration(call.startedMs)),
          el("td", { class: "number" }, duration(call.endedMs - call.startedMs)),
          el("td", {}, answer(call)),
          el("td", {}, keyButton(caller, operation, call.key)),
        ),
      );
    byId("calls").querySelector("tbody").replaceChildren(...rows);
    byId("calls").hidden = false;
  }

  #burst() {
    const { operation, caller, copies, keys, key, ifMatch, resource } = this.#fields;
    const burst = {
      operation: operation.value,
      caller: caller.value,
      body: this.#body(),
      copies: Number(copies.value),
      keys: keys.value,
    };
    if (keys.value === "one" && key.value) burst.key = key.value;
    if (operation.value === "permission-change") {
      burst.ifMatch = ifMatch.value ? integer(ifMatch.value) : this.#state.resource(resource.value)?.aclVersion;
    }
    return burst;
  }

  #body() {
    const f = this.#fields;
    const reference = f.reference.value ? { reference: f.reference.value } : {};
    const amount = integer(f.amount.value);
    const money = { from: f.from.value, to: f.to.value, amount, currency: f.currency.value, ...reference };
    const lines = [{ sku: f.sku.value, quantity: integer(f.quantity.value) }];
    const stock = { location: f.location.value, lines, ...reference };
    switch (f.operation.value) {
      case "transfer":
        return money;
      case "hold":
        return { ...money, ...expiry(f.until.value) };
      case "settlement":
        return { hold: f.hold.value, amount, ...reference };
      case "stock-decrement":
        return stock;
      case "stock-reservation":
        return { ...stock, ...expiry(f.until.value) };
      case "reservation-settlement":
        return { reservation: f.reservation.value, lines: f.quantity.value === "0" ? [] : lines, ...reference };
      default:
        return { resource: f.resource.value, principal: f.principal.value, role: f.role.value, ...expiry(f.expiry.value) };
    }
  }
}

/// What is no integer goes out as it was typed, and the API says what is wrong with it.
const integer = (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text);

function holdOption({ id, from, to, amount, expiresAt }) {
  return { value: id, text: `${amount} ${shortId(from)} → ${shortId(to)} until ${clock(expiresAt)}` };
}

function reservationOption({ id, location, lines, expiresAt }) {
  const text = lines.map(({ sku, quantity }) => `${quantity} ${sku}`).join(", ");
  return { value: id, text: `${text} at ${shortId(location)} until ${clock(expiresAt)}` };
}

function expiry(seconds) {
  if (!seconds) return {};
  const at = new Date(Date.now() + Number(seconds) * 1000);
  return { expiresAt: at.toISOString() };
}
