/** The account: the door for whoever is not signed in, and for people their standing, keys, usage, limits and security. */

import { h } from "/web/shared/element.js";
import { openForPeople } from "/web/shared/gate.js";
import { Tabs } from "/web/shared/tabs.js";
import { Door } from "./door/door.js";
import { arrival } from "./door/arrival.js";
import { KeysPage } from "./keys/page.js";
import { LimitsPage } from "./limits/page.js";
import { SecurityPage } from "./security/page.js";
import { StandingPage } from "./standing/page.js";
import { UsagePage } from "./usage/page.js";

openForPeople("Account", (me) => (arrival().isLetter ? letter(me) : rooms(me)), (notice) => new Door(notice).open());

// Somebody who is signed in follows a link that does something more for them.
async function letter(me) {
  return { middle: [], panels: [h("div", { class: "gate" }, await new Door("", me).open())] };
}

function rooms(me) {
  const pages = [
    room("standing", "Your standing", new StandingPage(me)),
    room("keys", "Keys", new KeysPage(me)),
    room("usage", "Usage", new UsagePage(me)),
    room("limits", "Limits", new LimitsPage(me)),
    room("security", "Security", new SecurityPage(me)),
  ];
  return { middle: [new Tabs("Pages", pages).element], panels: pages.map(({ panel }) => panel) };
}

// A page is loaded when it is shown, and goes on asking only for as long as it is.
function room(id, label, page) {
  return { id, label, panel: h("section", { class: "panel room" }, page.element), onShow: () => page.show() };
}
