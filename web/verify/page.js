/** A picture on one side, what is known of it on the other. */

import { announce } from "/web/shared/announce.js";
import { postForm } from "/web/shared/api.js";
import { button } from "/web/shared/button.js";
import { showSnippets } from "/web/shared/codedialog.js";
import { dropZone } from "/web/shared/dropzone.js";
import { h } from "/web/shared/element.js";
import { refusalCard } from "/web/shared/refusal.js";
import { keptFile, placeOf } from "./kept.js";
import { result } from "./result.js";
import { snippets } from "./snippets.js";

const PATH = "/v1/images/verify";
const FIRST =
  "Pictures made here carry Content Credentials, which say how they were made and break when somebody changes " +
  "them, and a watermark that cannot be seen. Both are looked for. The server does not keep the picture.";

export class VerifyPage {
  constructor(key) {
    this.key = key;
    this.preview = h("img", { class: "preview", alt: "", hidden: true });
    this.place = h("section", { class: "said", "aria-label": "What is known of it" }, h("p", { class: "muted" }, FIRST));
    const hint = "PNG, JPEG or WebP, up to 50 MB. You can paste one, too.";
    const zone = dropZone("Drop a picture, or choose one", { accept: "image/png,image/jpeg,image/webp", hint, onFile: (file) => this.#verify(() => file) });
    const code = button("Show as code", { kind: "quiet", picture: "code", onclick: () => showSnippets(snippets(location.origin, this.name)) });
    const left = h("div", { class: "stack" }, zone, this.preview, h("div", { class: "row" }, code));
    this.element = h("div", { class: "verify" }, left, this.place);
    this.name = "picture.png";
  }

  /** Verifies the kept picture that the address names, if it names one. */
  verifyNamed() {
    const place = placeOf(location.hash);
    if (place) this.#verify((signal) => keptFile(place, { key: this.key, signal }));
  }

  // `find` gives the file, or promises it.
  async #verify(find) {
    this.asking?.abort();
    const { signal } = (this.asking = new AbortController());
    this.place.setAttribute("aria-busy", "true");
    try {
      const file = await find(signal);
      this.#show(file);
      const form = new FormData();
      form.append("image", file);
      const told = await postForm(PATH, form, { key: this.key, signal });
      this.place.replaceChildren(result(told));
      announce(told.summary);
    } catch (refusal) {
      if (!signal.aborted) this.#refuse(refusal, find);
    } finally {
      if (!signal.aborted) this.place.removeAttribute("aria-busy");
    }
  }

  #show(file) {
    this.name = file.name;
    URL.revokeObjectURL(this.preview.src);
    this.preview.src = URL.createObjectURL(file);
    this.preview.alt = file.name;
    this.preview.hidden = false;
    this.preview.onerror = () => (this.preview.hidden = true);
  }

  #refuse(refusal, find) {
    const onRetry = refusal.status === 400 || refusal.status === 404 ? null : () => this.#verify(find);
    this.place.replaceChildren(h("h2", { class: "spoken-only" }, "Nothing was found out"), refusalCard(refusal, { onRetry }));
    announce(refusal.message);
  }
}
