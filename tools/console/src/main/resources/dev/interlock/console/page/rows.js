import { el, flash } from "./dom.js";

/// The rows of a table, each under an id. Beyond the limit, the row that changed longest ago goes.
export class Rows {
  #body;
  #max;
  #render;
  #rows = new Map();
  #changes = 0;

  /// @param render gives the cells for a value
  constructor(body, max, render) {
    this.#body = body;
    this.#max = max;
    this.#render = render;
  }

  /// The values, in the order of the table.
  values() {
    return [...this.#rows.values()].map((entry) => entry.value);
  }

  get(id) {
    return this.#rows.get(id)?.value;
  }

  /// Adds a row, or replaces some members of one.
  put(id, value, highlight = true) {
    const known = this.#rows.get(id);
    const entry = known ?? { row: el("tr") };
    entry.value = { ...entry.value, ...value };
    entry.changed = ++this.#changes;
    this.#fill(entry);
    if (!known) {
      this.#rows.set(id, entry);
      this.#body.append(entry.row);
      if (this.#rows.size > this.#max) this.#remove(this.#stalest());
    }
    if (highlight) flash(entry.row);
  }

  /// Removes the rows that are not among these ids.
  keep(ids) {
    const kept = new Set(ids);
    [...this.#rows.keys()].filter((id) => !kept.has(id)).forEach((id) => this.#remove(id));
  }

  /// Renders the rows again for which this holds, such as those whose text depends on the time.
  refresh(when) {
    [...this.#rows.values()].filter((entry) => when(entry.value)).forEach((entry) => this.#fill(entry));
  }

  #fill({ row, value }) {
    keepFocus(row, () => row.replaceChildren(...this.#render(value)));
  }

  #remove(id) {
    const { row } = this.#rows.get(id);
    this.#rows.delete(id);
    const focused = row.contains(document.activeElement);
    row.remove();
    if (focused) this.#body.closest("section").querySelector("button")?.focus();
  }

  #stalest() {
    return [...this.#rows].reduce((one, other) => (other[1].changed < one[1].changed ? other : one))[0];
  }
}

/// Replaces what is in a row, and leaves a person who works by keyboard where they were.
export function keepFocus(row, replace) {
  const focused = [...row.querySelectorAll("button")].indexOf(document.activeElement);
  replace();
  if (focused < 0) return;
  const buttons = row.querySelectorAll("button");
  row.tabIndex = -1;
  (buttons[Math.min(focused, buttons.length - 1)] ?? row).focus();
}
