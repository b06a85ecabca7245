/** The second factor: an authenticator is set up by a picture, confirmed by a code, and taken away by one. */

import { post, remove } from "/web/shared/api.js";
import { codeBlock } from "/web/shared/codeblock.js";
import { h } from "/web/shared/element.js";
import { Field, input } from "/web/shared/field.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { showSecret } from "/web/shared/secret.js";
import { toast } from "/web/shared/toast.js";
import { typed } from "../door/cards.js";

const PATH = "/v1/me/totp";
const RECOVERY = "If you lose the authenticator, each of these opens your account once instead of a code.";

export class Authenticator {
  constructor(me) {
    this.place = h("div", { class: "stack" });
    const words = "An app on your phone shows a new code every half minute; it is asked for after your password.";
    this.element = h("section", { class: "room-part" }, h("h3", {}, "Authenticator"), h("p", { class: "muted" }, words), this.place);
    this.#show(me.user.has_totp);
  }

  #show(isOn) {
    this.place.replaceChildren(...(isOn ? [h("p", {}, "It is switched on."), this.#ending()] : [this.#beginning()]));
  }

  #beginning() {
    return new Form({}, { verb: "Set up an authenticator", kind: "plain", onSubmit: async () => this.#confirming(await post(PATH, {})) }).element;
  }

  // The picture is a file of its own, since the page lets no style stand inside.
  #confirming({ secret, qr_svg: picture }) {
    const image = h("img", { class: "qr", alt: "The secret as a picture, for the camera of your phone", src: `data:image/svg+xml,${encodeURIComponent(picture)}` });
    const code = codeField();
    const confirm = async () => {
      const { recovery_codes: codes } = await post(`${PATH}/confirm`, { code: need(code) });
      this.#show(true);
      toast("The authenticator is switched on.");
      showSecret("Recovery codes", RECOVERY, { label: "Recovery codes", value: codes.join("\n") });
    };
    const form = new Form({ code }, { verb: "Switch on", onSubmit: confirm, onCancel: () => this.#show(false) });
    this.place.replaceChildren(h("p", {}, "Point the app at the picture, or type the secret into it."), image, codeBlock(secret, "The secret"), form.element);
    code.control.focus();
  }

  #ending() {
    const code = codeField();
    const end = async () => {
      await remove(PATH, { body: { code: need(code) } });
      this.#show(false);
      toast("The authenticator is switched off.");
    };
    return new Form({ code }, { verb: "Switch off", kind: "danger", onSubmit: end }).element;
  }
}

const codeField = () => new Field("Code", input({ name: "code", inputmode: "numeric", autocomplete: "one-time-code" }), { hint: "Six digits that the app shows now." });

function need(code) {
  if (!typed(code)) throw wrong("code", "Type the code that the app shows.");
  return typed(code);
}
