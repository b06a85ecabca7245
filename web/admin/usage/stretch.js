/** The stretch of time that is looked at: the last days, or from one date to another. */

import { Field, input, select } from "/web/shared/field.js";

const DAY = 86_400;
const RANGES = [
  { value: "1", label: "Last 24 hours" },
  { value: "7", label: "Last 7 days" },
  { value: "30", label: "Last 30 days" },
  { value: "90", label: "Last 90 days" },
  { value: "dates", label: "From … to …" },
];

export class Stretch {
  constructor(onChoose) {
    const dated = (name) => input({ type: "date", name, onchange: () => this.isWhole && onChoose() });
    this.range = new Field("Time", select(RANGES, { value: "30", onchange: () => (this.#unfold(), this.isWhole && onChoose()) }));
    this.from = new Field("From", dated("from"));
    this.to = new Field("Up to", dated("to"), { hint: "This day too. Days are those of UTC." });
    this.elements = [this.range, this.from, this.to].map(({ element }) => element);
    this.#unfold();
  }

  get isDated() {
    return this.range.control.value === "dates";
  }

  /** Whether it is known from when, and dates are in order. */
  get isWhole() {
    const { from, to } = this;
    const isWrong = this.isDated && from.control.value && to.control.value && from.control.value > to.control.value;
    if (isWrong) to.refuse("This day is before the first one.");
    else to.accept();
    return !isWrong && (!this.isDated || Boolean(from.control.value));
  }

  /** `{from, to}` in seconds since 1970; what is not bounded is left out. */
  times(now = Date.now() / 1000) {
    if (!this.isDated) return { from: Math.floor(now - Number(this.range.control.value) * DAY) };
    const at = ({ control }, more) => control.value && Date.parse(`${control.value}T00:00:00Z`) / 1000 + more;
    return { from: at(this.from, 0), to: at(this.to, DAY) };
  }

  /** What an address keeps of it. */
  get told() {
    const { range, from, to } = this;
    return this.isDated ? { from: from.control.value, to: to.control.value } : { days: range.control.value };
  }

  set told({ days, from, to }) {
    if (from) [this.range.control.value, this.from.control.value, this.to.control.value] = ["dates", from, to ?? ""];
    else if (days) this.range.control.value = days;
    this.#unfold();
  }

  #unfold() {
    this.from.element.hidden = this.to.element.hidden = !this.isDated;
  }
}
