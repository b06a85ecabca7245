/** Content safety: a text tried under the policies, and what they blocked over time. */

import { h } from "/web/shared/element.js";
import { openApp } from "/web/shared/gate.js";
import { Tabs } from "/web/shared/tabs.js";
import { TryPage } from "./try/page.js";
import { UsagePage } from "./usage/page.js";

openApp("Content safety", (key) => {
  const usage = new UsagePage(key);
  const pages = [
    { id: "try", label: "Try a text", panel: h("section", { class: "panel" }, new TryPage(key).element) },
    { id: "usage", label: "Blocked over time", panel: h("section", { class: "panel" }, usage.element), onShow: () => usage.load() },
  ];
  return { middle: [new Tabs("Pages", pages).element], panels: pages.map(({ panel }) => panel) };
});
