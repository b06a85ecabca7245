/** My standing: where I may work, how my applications stand, and the way to ask for more. */

import { get, remove } from "/web/shared/api.js";
import { button } from "/web/shared/button.js";
import { confirm } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { emptyState, roomHead } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { toast } from "/web/shared/toast.js";
import { ApplicationForm } from "./apply.js";
import { applicationCard } from "./card.js";
import { spoken } from "./words.js";

const PATH = "/me/applications";

export class StandingPage {
  constructor(me) {
    this.me = me;
    this.said = new Said();
    this.form = h("div", { hidden: true });
    const words = "Where you may work, how what you applied for stands, and the way to ask for more.";
    this.element = h("div", { class: "room" }, roomHead(`Hello, ${me.user.name || me.user.email}`, words, { code: () => snippets({ path: PATH }) }), this.#places(), this.form, this.said.element);
  }

  show() {
    return this.said.ask(async (signal) => {
      const [ways, { data }] = await Promise.all([get("/v1/auth/ways", { signal }), get(`/v1${PATH}`, { signal })]);
      this.ways = ways;
      return [this.#asking(data), data.length > 0 && h("ul", { class: "quota-cards" }, data.map((one) => this.#card(one)))];
    });
  }

  #places() {
    const { projects } = this.me;
    if (!projects.length) return null;
    const shown = projects.map(({ name, role, region }) => h("li", { class: "thing" }, h("strong", {}, name), h("span", { class: "muted" }, [role && spoken(role), region].filter(Boolean).join(" · "))));
    return h("section", { class: "room-part" }, h("h3", {}, "Your projects"), h("ul", { class: "things" }, shown));
  }

  #asking(applications) {
    if (this.me.projects.length) return h("div", { class: "row" }, button("Ask for more", { picture: "add", onclick: () => this.#apply("more") }));
    if (applications.length) return null;
    if (this.ways.way_in === "limited") return emptyState("You have no project yet", "Say what you want to do and with which models. Somebody reads it and answers here.", button("Apply for access", { kind: "primary", onclick: () => this.#apply("access") }));
    return emptyState("You have no project yet", "An administrator can add you to one. Tell them the address that you signed in with.");
  }

  #card(application) {
    return applicationCard(application, { changed: () => this.show(), withdraw: () => this.#withdraw(application) });
  }

  #apply(kind) {
    const done = (words) => (this.#ask(), words && toast(words), words && this.show());
    const form = new ApplicationForm(this.me, this.ways, kind, done);
    this.#ask(form.element);
    form.element.querySelector("textarea, select").focus();
  }

  // An empty place would leave a gap.
  #ask(...form) {
    this.form.hidden = !form.length;
    this.form.replaceChildren(...form);
  }

  async #withdraw({ id }) {
    if (!(await confirm("Withdraw the application?", "Nobody decides about it any more, and your place in the waiting list is given up. You can apply again.", "Withdraw"))) return;
    await remove(`/v1${PATH}/${id}`).then(() => toast("The application is withdrawn."), ({ message }) => toast(message));
    this.show();
  }
}
