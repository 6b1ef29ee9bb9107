import { el } from "./dom.js";
import { money, shortId, signed } from "./format.js";

const MOVES_SHOWN = 3;

/// One journal row in a few words.
export function describeMove({ journal, amount, quantity, role, previousRole, principal, sku, after }) {
  switch (journal) {
    case "account":
      return `${signed(amount)}, then ${after}`;
    case "stock":
      return `${signed(quantity)} ${sku}, then ${after}`;
    default:
      return `${principal} ${role}, before ${previousRole}`;
  }
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
  return el("span", {}, figure(to.amount, currencyOf(to.resource)), `${shortId(from.resource)} → ${shortId(to.resource)}`);
}

function single(move, currencyOf) {
  const { journal, resource, amount, quantity, sku, principal, role } = move;
  switch (journal) {
    case "account":
      return el("span", {}, figure(amount, currencyOf(resource), true), shortId(resource));
    case "stock":
      return el("span", {}, el("b", {}, signed(quantity)), ` ${sku} at ${shortId(resource)}`);
    default:
      return el("span", {}, el("b", {}, `${principal} ${role}`), ` on ${shortId(resource)}`);
  }
}

function figure(amount, currency, sign = false) {
  const title = currency && money(amount, currency);
  return [el("b", { title }, sign ? signed(amount) : String(amount)), ` ${currency ?? ""} `];
}
