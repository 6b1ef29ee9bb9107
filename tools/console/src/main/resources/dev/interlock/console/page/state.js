import { byId, el, note } from "./dom.js";
import { clock, money, shortId } from "./format.js";
import { keyButton } from "./key.js";
import { Rows } from "./rows.js";

const ROWS_MAX = 100;
const GRANTS_SHOWN = 6;
const PROMISES_SHOWN = 3;

/// The tables of accounts, stock and permissions, and what the rest of the page asks of them.
export class State {
  #accounts;
  #stock;
  #resources;

  /// @param choose called with the row whose journal somebody wants to see
  constructor(choose) {
    const named = (journal) => (resource, sku = "") =>
      el(
        "td",
        {},
        el(
          "button",
          { type: "button", class: "id", title: resource, onclick: () => choose({ journal, resource, sku }) },
          shortId(resource),
        ),
      );
    this.#accounts = new Rows(byId("accounts"), ROWS_MAX, (account) => accountCells(account, this.owners(account.id), named("account")));
    this.#stock = new Rows(byId("stock"), ROWS_MAX, (stock) => stockCells(stock, named("stock")));
    this.#resources = new Rows(byId("permissions"), ROWS_MAX, (resource) => resourceCells(resource, named("permission")));
  }

  /// Takes rows that changed or, when it says so, all there are.
  apply({ accounts = [], stock = [], resources = [], whole, truncated }) {
    take(this.#resources, resources, whole, idOf);
    take(this.#accounts, accounts, whole, idOf);
    take(this.#stock, stock, whole, stockId);
    const changed = new Set(resources.map(idOf));
    this.#accounts.refresh(({ id }) => changed.has(id));
    if (whole) note(byId("state-more"), truncated ? `There are more: at most ${ROWS_MAX} rows of a table are shown.` : "");
  }

  /// Remembers who changed a row last, and under which key.
  moved(move) {
    const [rows, id] = {
      account: [this.#accounts, move.resource],
      stock: [this.#stock, stockId({ ...move, location: move.resource })],
      permission: [this.#resources, move.resource],
    }[move.journal] ?? [];
    const known = rows?.get(id);
    if (known && !(known.change?.version >= move.version)) rows.put(id, { change: move }, false);
  }

  /// The owners of a resource, by their names.
  owners(id) {
    const owners = this.#resources.get(id)?.permissions?.filter(({ role }) => role === "owner") ?? [];
    return owners.map(({ principal }) => principal).join(", ");
  }

  /// Shows that grants expire, which no event tells.
  tick() {
    this.#resources.refresh(({ permissions }) => permissions?.some((grant) => grant.expiresAt));
  }

  accounts() {
    return this.#accounts.values();
  }

  account(id) {
    return this.#accounts.get(id);
  }

  stock() {
    return this.#stock.values();
  }

  /// The open holds, those of one account after those of another.
  holds() {
    return this.accounts().flatMap(({ id, promises }) => promises.map((hold) => ({ from: id, ...hold })));
  }

  /// The open reservations, each with its lines.
  reservations() {
    const found = new Map();
    for (const { location, sku, promises } of this.stock()) {
      for (const { id, amount, expiresAt } of promises) {
        if (!found.has(id)) found.set(id, { id, location, expiresAt, lines: [] });
        found.get(id).lines.push({ sku, quantity: amount });
      }
    }
    return [...found.values()];
  }

  resources() {
    return this.#resources.values();
  }

  resource(id) {
    return this.#resources.get(id);
  }
}

function take(rows, values, whole, nameOf) {
  if (whole) rows.keep(values.map(nameOf));
  values.forEach((value) => rows.put(nameOf(value), value, !whole));
}

const idOf = ({ id }) => id;

const stockId = ({ location, sku }) => `${location}/${sku}`;

function accountCells({ id, status, balance, held, promises, currency, change }, owners, named) {
  const cell = named(id);
  cell.append(` ${owners}`);
  if (status !== "open") cell.append(" ", el("span", { class: "tag" }, status));
  cell.append(...setAside(promises));
  return [
    cell,
    el(
      "td",
      { class: "number", title: money(balance, currency) },
      el("b", {}, String(balance)),
      el("span", { class: "quiet" }, ` ${currency}`),
      availability(held, "held", balance),
    ),
    changeCell(change),
  ];
}

function stockCells({ location, sku, onHand, reserved, promises, change }, named) {
  return [
    named(location, sku),
    el("td", {}, sku, setAside(promises)),
    el("td", { class: "number" }, el("b", {}, String(onHand)), availability(reserved, "reserved", onHand)),
    changeCell(change),
  ];
}

/// What is set aside of a row, and what that leaves.
function availability(sum, word, all) {
  return sum ? [el("span", { class: "aside" }, `${sum} ${word}`), el("span", { class: "aside" }, `${all - sum} available`)] : [];
}

function setAside(promises) {
  if (!promises.length) return [];
  const shown = promises.slice(0, PROMISES_SHOWN).map(({ amount, to, expiresAt }) =>
    el("li", {}, String(amount), to ? ` → ${shortId(to)}` : "", el("span", { class: "quiet" }, ` until ${clock(expiresAt)}`)),
  );
  if (promises.length > shown.length) shown.push(el("li", { class: "quiet" }, "and others"));
  return [el("ul", { class: "promises" }, shown)];
}

function resourceCells({ id, permissions = [], more, change }, named) {
  const shown = permissions.slice(0, GRANTS_SHOWN).map(grant);
  const others = permissions.length - shown.length;
  if (others || more) shown.push(el("li", { class: "quiet" }, more ? "and others" : `and ${others} more`));
  return [named(id), el("td", {}, el("ul", { class: "grants" }, shown)), changeCell(change)];
}

function grant({ principal, role, expiresAt }) {
  const expired = expiresAt && Date.parse(expiresAt) <= Date.now();
  const until = expiresAt && (expired ? " expired" : ` until ${clock(expiresAt)}`);
  return el("li", { class: expired ? "expired" : null }, principal, " ", el("span", { class: "quiet" }, role, until));
}

function changeCell(change) {
  if (!change) return el("td", { class: "quiet" }, "–");
  const { caller, operation, key } = change;
  return el("td", {}, el("span", { class: "change" }, `${caller ?? "opening"} `, keyButton(caller, operation, key)));
}
