/** Gallery: what people chose to share, what you shared yourself, and for moderators what waits for them. */

import { h } from "/web/shared/element.js";
import { openApp } from "/web/shared/gate.js";
import { refusalCard } from "/web/shared/refusal.js";
import { Tabs } from "/web/shared/tabs.js";
import { Shared } from "./asked.js";
import { ExplorePage } from "./explore/page.js";
import { MinePage } from "./mine/page.js";
import { ModeratePage } from "./moderate/page.js";

openApp("Gallery", async (key) => {
  const shared = new Shared(key);
  const first = await shared.page({ sort: "newest" }).catch((refusal) => ({ refusal }));
  if (first.refusal) return { middle: [], panels: [closed(first.refusal)] };
  const pages = pagesOf(shared, first);
  return { middle: [new Tabs("Pages", pages).element], panels: pages.map(({ panel }) => panel) };
});

function pagesOf(shared, first) {
  const explore = new ExplorePage(shared, first);
  const mine = new MinePage(shared, () => explore.load());
  const moderate = first.moderator && new ModeratePage(shared, () => explore.load());
  return [
    { id: "explore", label: "Explore", panel: panel(explore) },
    { id: "yours", label: "Shared by you", panel: panel(mine), onShow: () => mine.load() },
    moderate && { id: "moderation", label: "Moderation", panel: panel(moderate), onShow: () => moderate.load() },
  ].filter(Boolean);
}

const panel = ({ element }) => h("section", { class: "panel" }, element);

function closed(refusal) {
  if (refusal.code !== "gallery_off") return h("div", { class: "panel" }, refusalCard(refusal, { onRetry: () => location.reload() }));
  const ways = h("div", { class: "row" }, h("a", { class: "button primary", href: "/images" }, "Create pictures"));
  const setting = h("p", { class: "muted" }, "Whoever runs this server can open it with ", h("code", {}, "gallery = true"), " under ", h("code", {}, "[pictures]"), ".");
  return h("div", { class: "panel stack" }, h("h2", { class: "title" }, "The gallery is switched off here"), h("p", {}, "Pictures stay with those who make them."), setting, ways);
}
