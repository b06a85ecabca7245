/** The passkeys of the person: made, told, removed. */

import { get, remove } from "/web/shared/api.js";
import { button } from "/web/shared/button.js";
import { confirm } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { Field, input } from "/web/shared/field.js";
import { moment } from "/web/shared/moment.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { Said } from "/web/shared/room/said.js";
import { toast } from "/web/shared/toast.js";
import { typed } from "../door/cards.js";
import { canUsePasskeys, makePasskey } from "../passkeys.js";

const WORDS = "A passkey is kept by your device or password manager, and opened by your finger, face or PIN. Nobody can guess it or trick you out of it.";

export class Passkeys {
  constructor() {
    this.said = new Said();
    const maker = canUsePasskeys() ? this.#form() : h("p", { class: "muted" }, "This browser, or this address, can’t make passkeys. They need https or localhost.");
    this.element = h("section", { class: "room-part" }, h("h3", {}, "Passkeys"), h("p", { class: "muted" }, WORDS), this.said.element, maker);
  }

  show() {
    return this.said.ask(async (signal) => {
      const { data } = await get("/v1/me/passkeys", { signal });
      return data.length ? h("ul", { class: "things" }, data.map((one) => this.#row(one))) : h("p", {}, "You have none yet.");
    });
  }

  #form() {
    const name = new Field("Name of the new passkey", input({ name: "passkey", maxlength: 100, placeholder: "This laptop" }));
    const make = async () => {
      if (!typed(name)) throw wrong("name", "Give it a name, so that you know it again.");
      await makePasskey(typed(name));
      name.control.value = "";
      toast("The passkey is made. You can sign in with it.");
      this.show();
    };
    return new Form({ name }, { verb: "Make a passkey", kind: "plain", onSubmit: make }).element;
  }

  #row(one) {
    const { name, created_at: made, used_at, last_used_at: last = used_at } = one;
    const words = h("span", { class: "small muted" }, ["Made ", moment(made), last && [" · used ", moment(last)]].flat().filter(Boolean));
    return h("li", { class: "thing" }, h("div", {}, h("strong", {}, name), h("div", {}, words)), button("Remove", { kind: "quiet", "aria-label": `Remove ${name}`, onclick: () => this.#remove(one) }));
  }

  async #remove({ id, name }) {
    if (!(await confirm(`Remove “${name}”?`, "It opens nothing here any more. Remove it from your device too.", "Remove passkey"))) return;
    await remove(`/v1/me/passkeys/${id}`).then(() => toast(`“${name}” is removed.`), ({ message }) => toast(message));
    this.show();
  }
}
