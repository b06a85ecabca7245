/** How an exchange ended, as a sentence for those who listen. */

import { spoken } from "./figures.js";

const ENDS = { done: "Answer complete", stopped: "Answer stopped", failed: "No answer" };

export function spokenEnd(answers) {
  return answers.map(({ state, figures, refusal }) => `${ENDS[state]}: ${refusal?.message ?? spoken(figures)}`).join(". ");
}
