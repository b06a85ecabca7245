/** What is being tried: the text, in which direction, and whose words it is; kept for this tab alone. */

import { keep, recall, tab } from "/web/shared/storage.js";
import { FIRST } from "./examples.js";

const NAME = "zaffre.safety";

export const recallDraft = () => ({ text: FIRST, direction: "prompt", voice: "user", ...recall(tab, NAME) });
export const keepDraft = (draft) => keep(tab, NAME, draft);

/** The request's body: answers are always the model's own words. */
export function bodyOf({ text, direction, voice }) {
  return direction === "prompt" ? { input: text, direction, voice } : { input: text, direction };
}
