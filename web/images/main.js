/** Images: signed out, a card to sign in with; signed in, a box to create with, and all pictures made so far. */

import { h } from "/web/shared/element.js";
import { openApp } from "/web/shared/gate.js";
import { Tabs } from "/web/shared/tabs.js";
import { ableTo } from "./asked/deployments.js";
import { Studio } from "./studio.js";

openApp("Images", (key, models) => {
  const able = ableTo(models, "image_generation");
  if (!able.length) return { middle: [], panels: [nothing()] };
  const pages = new Studio(key, able).pages;
  return { middle: [new Tabs("Pages", pages).element], panels: pages.map(({ panel }) => panel) };
});

const nothing = () => h("p", { class: "panel muted" }, "No deployment here draws pictures. Ask whoever runs this server for one.");
