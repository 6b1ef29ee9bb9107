import { mark } from "./dom.js";
import { problemName } from "./format.js";

/// The kinds of answers, in the order in which they are counted.
export const KINDS = ["accepted", "refused", "replayed", "failed"];

/// What an answer means: a replay says so itself, and after a 5xx the outcome is not known.
export function kindOf({ status, replayed }) {
  if (!status || status >= 500) return "failed";
  if (replayed) return "replayed";
  return status < 300 ? "accepted" : "refused";
}

/// An answer in words, after its mark.
export function answer({ status, type, replayed }) {
  const kind = kindOf({ status, replayed });
  const name = problemName(type);
  const words = [replayed ? "replayed" : "", status ? String(status) : "no answer", name];
  return [mark(kind), ` ${words.filter(Boolean).join(" ")}`];
}
