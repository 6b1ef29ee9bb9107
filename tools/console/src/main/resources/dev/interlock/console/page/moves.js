import { el } from "./dom.js";
import { money, shortId, signed } from "./format.js";

const MOVES_SHOWN = 3;

/// One journal row in a few words.
export function describeMove(move) {
  const { journal, amount, quantity, role, previousRole, principal, sku, after, heldAfter, reservedAfter } = move;
  const { held, reserved } = move;
  switch (journal) {
    case "account":
      return changes(amount, `${signed(amount)}, then ${after}`, held, () => `${signed(held)} held, then ${heldAfter}`).join("; ");
    case "stock":
      return changes(
        quantity,
        `${signed(quantity)} ${sku}, then ${after}`,
        reserved,
        () => `${signed(reserved)} ${sku} reserved, then ${reservedAfter}`,
      ).join("; ");
    default:
      return `${principal} ${role}, before ${previousRole}`;
  }
}

/// The words for what a row has, unless only what is set aside of it changed, and for that.
function changes(change, words, setAside, setAsideWords) {
  if (setAside === undefined) return [words];
  return change === 0 ? [setAsideWords()] : [words, setAsideWords()];
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
  const held = from.held === undefined ? "" : `, ${signed(from.held)} held`;
  return el("span", {}, figure(to.amount, currencyOf(to.resource)), `${shortId(from.resource)} → ${shortId(to.resource)}${held}`);
}

function single(move, currencyOf) {
  const { journal, resource, amount, quantity, sku, principal, role, held, reserved } = move;
  switch (journal) {
    case "account":
      return el(
        "span",
        {},
        changes(amount, figure(amount, currencyOf(resource), true), held, () => [figure(held, currencyOf(resource), true), "held "]),
        shortId(resource),
      );
    case "stock":
      return el(
        "span",
        {},
        changes(quantity, el("b", {}, signed(quantity)), reserved, () => [" ", el("b", {}, signed(reserved)), " reserved"]),
        ` ${sku} at ${shortId(resource)}`,
      );
    default:
      return el("span", {}, el("b", {}, `${principal} ${role}`), ` on ${shortId(resource)}`);
  }
}

function figure(amount, currency, sign = false) {
  const title = currency && money(amount, currency);
  return [el("b", { title }, sign ? signed(amount) : String(amount)), ` ${currency ?? ""} `];
}
