/** The door: one card, which shows the way in that the address names. */

import { get } from "/web/shared/api.js";
import { h } from "/web/shared/element.js";
import { refusalCard } from "/web/shared/refusal.js";
import { beginSession } from "/web/shared/session.js";
import { arrival, wanted } from "./arrival.js";
import { forgotten, reset } from "./forgotten.js";
import { invitation } from "./invitation.js";
import { refused } from "./refused.js";
import { signIn } from "./signin.js";
import { signUp } from "./signup.js";
import { verify } from "./verify.js";

const CARDS = { invitation, reset, verify, forgot: forgotten, "sign-up": signUp };

export class Door {
  /** `notice` says why it is shown; `me` is whoever is signed in already, where somebody is. */
  constructor(notice, me = null) {
    Object.assign(this, { notice, me });
    this.element = h("div", { class: "card" });
    addEventListener("hashchange", () => this.element.isConnected && this.#show());
  }

  /** The card, once the server has said which ways in there are. */
  async open() {
    await this.#show();
    return this.element;
  }

  async #show() {
    this.came = arrival();
    this.notice = refused(this.came) || this.notice;
    try {
      this.ways ??= await get("/v1/auth/ways");
      const card = CARDS[this.came.name] ?? signIn;
      this.element.replaceChildren(...(await card(this)).flat().filter(Boolean));
      this.element.querySelector("input")?.focus();
    } catch (refusal) {
      this.element.replaceChildren(refusalCard(refusal, { onRetry: () => this.#show() }));
    }
    this.notice = "";
  }

  /** They are in: the server set the cookie, and they go where they wanted to. */
  entered() {
    beginSession();
    const place = wanted(this.came.name === "next" ? this.came.value : "");
    if (place.split("#")[0] !== location.pathname) return location.assign(place);
    history.replaceState(null, "", place);
    location.reload();
  }

  /** Shows `elements` in the place of what is there. */
  say(...elements) {
    this.element.replaceChildren(...elements);
    const title = this.element.querySelector("h2");
    title.tabIndex = -1;
    title.focus();
  }
}
