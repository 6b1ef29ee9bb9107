import { el } from "./dom.js";
import { money, shortId, signed } from "./format.js";

const MOVES_SHOWN = 3;

/// One journal row in a few words.
export function describeMove(move) {
  const { journal, amount, quantity, role, previousRole, principal, sku, after, heldAfter, reservedAfter } = move;
  const { held, reserved } = move;
  switch (journal) {
    case "account":
      return both(amount, `${signed(amount)}, then ${after}`, held, `${signed(held)} held, then ${heldAfter}`);
    case "stock":
      return both(quantity, `${signed(quantity)} ${sku}, then ${after}`, reserved, `${signed(reserved)} ${sku} reserved, then ${reservedAfter}`);
    default:
      return `${principal} ${role}, before ${previousRole}`;
  }
}

/// What a row says of the whole, and of what is set aside of it. A placement changes only the latter.
function both(change, words, aside, asideWords) {
  return [change || aside === undefined ? words : "", aside === undefined ? "" : asideWords].filter(Boolean).join("; ");
}

/// What one request did, over all rows that it journaled.
///
/// @param currencyOf gives an account's currency, if the page knows it
export function describeMoves(moves, currencyOf) {
  const [one, other] = moves;
  const parts =
    moves.length === 2 && one.journal === "account" && one.amount === -other.amount
      ? [transfer(one, other, currencyOf)]
      : moves.slice(0, MOVES_SHOWN).map((move) => single(move, currencyOf));
  if (moves.length > MOVES_SHOWN) parts.push(`and ${moves.length - MOVES_SHOWN} more`);
  const { reference } = one;
  if (reference) parts.push(el("q", { title: reference }, reference));
  return parts.flatMap((part) => [part, " "]);
}

function transfer(one, other, currencyOf) {
  const [from, to] = one.amount < 0 ? [one, other] : [other, one];
  const between = `${shortId(from.resource)} → ${shortId(to.resource)}`;
  return [el("span", {}, figure(to.amount, currencyOf(to.resource)), between), aside(from.held, "held")];
}

function single(move, currencyOf) {
  const { journal, resource, amount, quantity, sku, principal, role, held, reserved } = move;
  const placed = !(amount || quantity) && (held ?? reserved) !== undefined;
  switch (journal) {
    case "account":
      return placed
        ? el("span", {}, figure(held, currencyOf(resource), true), `held of ${shortId(resource)}`)
        : [el("span", {}, figure(amount, currencyOf(resource), true), shortId(resource)), aside(held, "held")];
    case "stock":
      return placed
        ? el("span", {}, el("b", {}, signed(reserved)), ` ${sku} reserved at ${shortId(resource)}`)
        : [el("span", {}, el("b", {}, signed(quantity)), ` ${sku} at ${shortId(resource)}`), aside(reserved, "reserved")];
    default:
      return el("span", {}, el("b", {}, `${principal} ${role}`), ` on ${shortId(resource)}`);
  }
}

const aside = (change, word) => (change === undefined ? null : el("span", { class: "quiet" }, `${signed(change)} ${word}`));

function figure(amount, currency, sign = false) {
  const title = currency && money(amount, currency);
  return [el("b", { title }, sign ? signed(amount) : String(amount)), ` ${currency ?? ""} `];
}
