/** Rotating a key: a new one is made, and the old one goes on for a while, so that programs can change over. */

import { openDialog } from "../dialog.js";
import { h } from "../element.js";
import { Field, select } from "../field.js";
import { Form } from "../room/form.js";

const OVERLAPS = [
  [0, "Not at all: the old key ends now"],
  [3600, "For an hour"],
  [86_400, "For a day"],
  [604_800, "For a week"],
].map(([value, label]) => ({ value, label }));

/** Asks how long the old key `name` goes on, and calls `rotate(seconds)`. */
export function askOverlap(name, rotate) {
  const overlap = new Field("The old key goes on", select(OVERLAPS, { value: 3600, name: "overlap_seconds" }));
  const words = h("p", {}, `“${name}” gets a new value. Put it into your programs while both work.`);
  const form = new Form({ overlap_seconds: overlap }, {
    verb: "Rotate key",
    onSubmit: async () => {
      const made = await rotate(Number(overlap.control.value));
      content.closest("dialog").close();
      return made;
    },
  });
  const content = h("div", { class: "stack" }, words, form.element);
  return openDialog("Rotate the key?", content, { narrow: true });
}
