/** The collection that a picture lies in, and making a new one. */

import { button } from "/web/shared/button.js";
import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { Field, input, select } from "/web/shared/field.js";

const NEW = "new";

/** A choice of collections; `put(id or null)` is told where the picture is to lie. */
export async function collectionField(picture, pictures, put) {
  const all = await pictures.collections();
  const options = [
    { value: "", label: "None" },
    ...all.map(({ id, name }) => ({ value: id, label: name })),
    { value: NEW, label: "New collection…" },
  ];
  const field = new Field("Collection", select(options, { value: picture.collection ?? "" }));
  field.control.addEventListener("change", async () => {
    const made = field.control.value === NEW ? await makeCollection(pictures) : { id: field.control.value };
    if (!made) return (field.control.value = picture.collection ?? "");
    if (made.name) field.control.querySelector(`[value=${NEW}]`).before(h("option", { value: made.id }, made.name));
    field.control.value = made.id;
    put(made.id || null);
  });
  return field.element;
}

/** Asks for a name and makes a collection; `null` where no name is given. */
export async function makeCollection(pictures) {
  const name = await askForName("New collection", "", "Make collection");
  return name ? pictures.addCollection(name) : null;
}

/** The name that somebody gives, or `null`. */
export async function askForName(title, before, verb) {
  const field = new Field("Name", input({ required: true, maxlength: 100, value: before, autofocus: true }));
  const form = h("form", { method: "dialog", class: "stack" }, field.element, h("div", { class: "row" }, button(verb, { type: "submit", kind: "primary", value: "yes" })));
  const answer = await openDialog(title, form, { narrow: true });
  return answer === "yes" && field.control.value.trim() ? field.control.value.trim() : null;
}
