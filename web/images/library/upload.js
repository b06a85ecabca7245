/** Uploading a picture: it is kept once somebody says that they may. */

import { button } from "/web/shared/button.js";
import { openDialog } from "/web/shared/dialog.js";
import { dropZone } from "/web/shared/dropzone.js";
import { h } from "/web/shared/element.js";
import { Field, checkbox, input } from "/web/shared/field.js";
import { refusalCard } from "/web/shared/refusal.js";

const KINDS = "image/png,image/jpeg,image/webp";
const CONSENT = "I may use this picture, and everybody who can be recognised in it agrees to this.";
const WHAT =
  "The picture is kept on this server, seen by your project only, until you delete it. It is looked at by the content filter. " +
  "The place where it was taken and the camera’s data are removed.";

/** A dialog that gives the picture as it is kept, or `null` where none was uploaded. */
export class Upload {
  constructor(pictures) {
    this.pictures = pictures;
    this.kept = null;
    this.preview = h("img", { class: "upload-preview", alt: "", hidden: true });
    this.title = new Field("Title", input({ maxlength: 200 }), { hint: "If you like; it helps to find it again." });
    this.box = checkbox(CONSENT, { name: "consent" });
    this.problem = h("div", { role: "alert" });
    this.submit = button("Upload", { kind: "primary", picture: "upload", type: "submit" });
    const hint = "PNG, JPEG or WebP. You can paste one, too.";
    const zone = dropZone("Drop a picture, or choose one", { accept: KINDS, hint, onFile: (file) => this.#take(file) });
    const what = h("p", { class: "small muted" }, WHAT);
    this.form = h("form", { class: "stack", novalidate: true }, zone, this.preview, this.title.element, what, this.box, this.problem, h("div", { class: "row" }, this.submit));
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.#send()));
  }

  async open() {
    await openDialog("Upload a picture", this.form);
    URL.revokeObjectURL(this.preview.src);
    return this.kept;
  }

  #take(file) {
    this.file = file;
    URL.revokeObjectURL(this.preview.src);
    this.preview.src = URL.createObjectURL(file);
    this.preview.alt = file.name;
    this.preview.hidden = false;
    this.problem.replaceChildren();
  }

  async #send() {
    if (!this.file) return this.#say("Choose a picture first.");
    const isAllowed = this.box.querySelector("input");
    if (!isAllowed.checked) return (isAllowed.focus(), this.#say("Tick the box if you may use the picture; without that it can’t be kept."));
    this.submit.disabled = true;
    try {
      this.kept = await this.pictures.bring(this.#body());
      this.form.closest("dialog").close();
    } catch (refusal) {
      this.problem.replaceChildren(refusalCard(refusal));
    }
    this.submit.disabled = false;
  }

  #body() {
    const form = new FormData();
    form.append("image", this.file);
    form.append("consent", "true");
    const title = this.title.control.value.trim();
    if (title) form.append("title", title);
    return form;
  }

  #say(words) {
    this.problem.replaceChildren(h("p", { class: "field-error" }, words));
  }
}
