import { byId, el, note } from "./dom.js";
import { clock, money, shortId } from "./format.js";
import { keyButton } from "./key.js";
import { Rows } from "./rows.js";

const ROWS_MAX = 100;
const GRANTS_SHOWN = 6;

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

function accountCells({ id, status, balance, currency, change }, owners, named) {
  const cell = named(id);
  cell.append(` ${owners}`);
  if (status !== "open") cell.append(" ", el("span", { class: "tag" }, status));
  return [
    cell,
    el("td", { class: "number", title: money(balance, currency) }, el("b", {}, String(balance)), el("span", { class: "quiet" }, ` ${currency}`)),
    changeCell(change),
  ];
}

function stockCells({ location, sku, onHand, change }, named) {
  return [named(location, sku), el("td", {}, sku), el("td", { class: "number" }, el("b", {}, String(onHand))), changeCell(change)];
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
