/** The figures under an answer: first token, speed, tokens, time; exact once the server has counted. */

import { h } from "/web/shared/element.js";
import { count, duration, plural, rate } from "/web/shared/format.js";

const EMPTY = "–";

/** A list of figures that `show` fills again and again. */
export class Figures {
  constructor() {
    this.cells = { waited: cell(), rate: cell(), tokens: cell(), total: cell() };
    const names = { waited: "First token", rate: "Speed", tokens: "Tokens", total: "Time" };
    const pairs = Object.entries(names).map(([key, name]) => h("div", {}, h("dt", {}, name), this.cells[key]));
    this.element = h("dl", { class: "figures" }, pairs);
  }

  show(figures) {
    const { waited, rate: speed, tokens, total, isExact, promptTokens } = figures;
    const about = isExact ? "" : "≈ ";
    this.cells.waited.textContent = duration(waited);
    this.cells.rate.textContent = speed === null ? EMPTY : `${about}${rate(speed)} tokens/s`;
    this.cells.tokens.textContent = about + count(tokens);
    this.cells.tokens.title = promptTokens === null ? "" : `after a prompt of ${plural(promptTokens, "token")}`;
    this.cells.total.textContent = duration(total);
  }
}

const cell = () => h("dd", {}, EMPTY);

/** The figures as a sentence, for those who listen. */
export function spoken({ tokens, total, rate: speed }) {
  const pace = speed === null ? "" : `, ${rate(speed)} tokens a second`;
  return `${plural(tokens, "token")} in ${duration(total)}${pace}`;
}
