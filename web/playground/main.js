/** The playground: signed out, a card to sign in with; signed in, chat and embeddings. */

import { listModels } from "/web/shared/api.js";
import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { pageHeader } from "/web/shared/header.js";
import { signInCard } from "/web/shared/signin.js";
import { signOut, signedInKey } from "/web/shared/session.js";
import { Tabs } from "/web/shared/tabs.js";
import { ChatPage } from "./chat/page.js";
import { EmbeddingsPage } from "./embeddings/page.js";

const app = document.querySelector("#app");

function showSignIn(notice = "") {
  const main = h("main", { id: "main", class: "gate" }, signInCard(showPages, notice));
  app.replaceChildren(pageHeader("Playground"), main);
}

function showPages(key, models) {
  const pages = [
    page("chat", "Chat", ChatPage, key, models.filter(({ capabilities }) => capabilities.chat_completion)),
    page("embeddings", "Embeddings", EmbeddingsPage, key, models.filter(({ capabilities }) => capabilities.embeddings)),
  ];
  const leave = button("Sign out", { kind: "quiet", onclick: () => (signOut(), showSignIn()) });
  const tabs = new Tabs("Pages", pages);
  const main = h("main", { id: "main", class: "pages" }, pages.map(({ panel }) => panel));
  app.replaceChildren(pageHeader("Playground", { middle: [tabs.element], actions: [leave] }), main);
}

function page(id, label, Page, key, models) {
  const nothing = h("p", { class: "muted" }, "No deployment here can do this. Ask whoever runs this server for one.");
  return { id, label, panel: h("section", { class: "panel" }, models.length ? new Page({ key, models }).element : nothing) };
}

async function begin() {
  const key = signedInKey();
  if (!key) return showSignIn();
  try {
    showPages(key, await listModels(key));
  } catch (refusal) {
    showSignIn(refusal.status === 401 ? "The key that was kept here no longer works." : refusal.message);
  }
}

begin();
