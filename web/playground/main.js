/** The playground: signed out, a card to sign in with; signed in, chat and embeddings. */

import { h } from "/web/shared/element.js";
import { openApp } from "/web/shared/gate.js";
import { Tabs } from "/web/shared/tabs.js";
import { ChatPage } from "./chat/page.js";
import { EmbeddingsPage } from "./embeddings/page.js";

openApp("Playground", (key, models) => {
  const able = (ability) => models.filter(({ capabilities }) => capabilities[ability]);
  const pages = [
    page("chat", "Chat", ChatPage, key, able("chat_completion")),
    page("embeddings", "Embeddings", EmbeddingsPage, key, able("embeddings")),
  ];
  return { middle: [new Tabs("Pages", pages).element], panels: pages.map(({ panel }) => panel) };
});

function page(id, label, Page, key, models) {
  const nothing = h("p", { class: "muted" }, "No deployment here can do this. Ask whoever runs this server for one.");
  return { id, label, panel: h("section", { class: "panel" }, models.length ? new Page({ key, models }).element : nothing) };
}
