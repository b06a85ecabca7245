/** Overview: how much is used now and over days, what it costs, what is blocked, and how fast answers come. */

import { h } from "/web/shared/element.js";
import { roomHead } from "../shell/head.js";

export class Room {
  constructor(desk) {
    this.desk = desk;
    this.element = h("div", { class: "room" }, roomHead("Overview", "What is used, what it costs, and how it goes."));
  }
}
