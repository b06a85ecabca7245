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
  if (first.refusal && first.refusal.code !== "gallery_off") return { middle: [], panels: [failed(first.refusal)] };
  const pages = first.refusal ? await pagesWithout(shared) : pagesOf(shared, first);
  const middle = pages.length > 1 ? [new Tabs("Pages", pages).element] : [];
  return { middle, panels: pages.map(({ panel }) => panel) };
});

function pagesOf(shared, first) {
  const explore = new ExplorePage(shared, first);
  const mine = new MinePage(shared, () => explore.load());
  const moderate = first.moderator && new ModeratePage(shared, () => explore.load());
  return [
    { id: "explore", label: "Explore", panel: panel(explore) },
    { id: "yours", label: "Shared by you", panel: panel(mine), onShow: () => mine.load() },
    moderate && moderation(moderate),
  ].filter(Boolean);
}

/** Where nothing is shared, makers can still report pictures of their own. */
async function pagesWithout(shared) {
  const isModerator = await shared.cases().then(() => true, () => false);
  const about = { id: "explore", label: "Explore", panel: closed() };
  return isModerator ? [about, moderation(new ModeratePage(shared, () => {}))] : [about];
}

const moderation = (page) => ({ id: "moderation", label: "Moderation", panel: panel(page), onShow: () => page.load() });

const panel = ({ element }) => h("section", { class: "panel" }, element);

const failed = (refusal) => h("div", { class: "panel" }, refusalCard(refusal, { onRetry: () => location.reload() }));

function closed() {
  const ways = h("div", { class: "row" }, h("a", { class: "button primary", href: "/images" }, "Create pictures"));
  const setting = h("p", { class: "muted" }, "Whoever runs this server can open it with ", h("code", {}, "gallery = true"), " under ", h("code", {}, "[pictures]"), ".");
  return h("section", { class: "panel stack" }, h("h2", { class: "title" }, "The gallery is switched off here"), h("p", {}, "Pictures stay with those who make them."), setting, ways);
}
