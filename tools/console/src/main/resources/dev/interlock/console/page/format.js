const PROBLEM = "urn:interlock:";
const digits = new Map();

/// An id short enough for a table. It tells the rows of the demo data apart.
export const shortId = (id) => (id.length > 12 ? `${id.slice(0, 2)}…${id.slice(-4)}` : id);

/// A problem's name, without what all of them begin with.
export const problemName = (type) => (type?.startsWith(PROBLEM) ? type.slice(PROBLEM.length) : type);

/// An amount of minor units as people write it, such as `975.00 EUR`.
export function money(minor, currency) {
  const places = decimals(currency);
  const units = (minor / 10 ** places).toLocaleString("en", {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  return `${units} ${currency}`;
}

/// A change, with its sign.
export const signed = (number) => (number < 0 ? `−${-number}` : `+${number}`);

/// The time of day.
export const clock = (at) => new Date(at).toLocaleTimeString("en-GB");

/// A duration with three digits at most.
export function duration(ms) {
  if (ms >= 9950) return `${Math.round(ms / 1000)} s`;
  if (ms >= 995) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 9.95 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

/// A number and its noun.
export const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

function decimals(currency) {
  if (!digits.has(currency)) {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    digits.set(currency, format.resolvedOptions().maximumFractionDigits);
  }
  return digits.get(currency);
}
