/** Quotas and budgets: who may use how much, and how much of it is used now. */

import { h } from "/web/shared/element.js";
import { segmented } from "/web/shared/segmented.js";
import { placeOf } from "../shell/address.js";
import { roomHead } from "/web/shared/room/head.js";
import { BudgetsPage } from "./budgets/page.js";
import { LimitsPage } from "./limits/page.js";
import { ModelsPage } from "./models/page.js";

const PAGES = [
  { value: "limits", label: "Limits", permission: "limits.read", Page: LimitsPage },
  { value: "budgets", label: "Budgets", permission: "budgets.read", Page: BudgetsPage },
  { value: "models", label: "Per model", permission: "limits.read", Page: ModelsPage },
];

export class Room {
  constructor(desk) {
    this.desk = desk;
    this.pages = PAGES.filter(({ permission }) => desk.canSomewhere(permission));
    this.open = {};
    this.choice = h("div");
    this.place = h("div", { class: "room" });
    const head = roomHead("Quotas and budgets", "Who may use how much, and how much of it is used now.", { code: () => this.page.code() });
    this.element = h("div", { class: "room" }, head, this.choice, this.place);
  }

  show([name]) {
    this.hide();
    const { value, Page } = this.pages.find(({ value }) => value === name) ?? this.pages[0];
    this.page = this.open[value] ??= new Page(this.desk);
    const go = (other) => (location.hash = placeOf("quotas", { parts: [other] }));
    const hadFocus = this.choice.contains(document.activeElement);
    this.choice.replaceChildren(segmented("What to see", this.pages, { value, onChoose: go }));
    if (hadFocus) this.choice.querySelector(":checked").focus();
    this.place.replaceChildren(this.page.element);
    this.page.show();
  }

  hide() {
    this.page?.hide?.();
  }
}
