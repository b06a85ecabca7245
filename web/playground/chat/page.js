/** The chat page: history, conversation and settings, side by side where there is room. */

import { announce } from "/web/shared/announce.js";
import { button, iconButton } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { toast } from "/web/shared/toast.js";
import { showCode } from "../code/dialog.js";
import { Composer } from "./composer.js";
import { requestFor } from "./conversation.js";
import { Deployments } from "./deployments.js";
import { keepDesk, recallDesk } from "./desk.js";
import { Dialogue } from "./dialogue.js";
import { HistoryList } from "./historylist.js";
import { watchHistory } from "./history.js";
import { Settings } from "./settings.js";
import { spokenEnd } from "./spoken.js";
import { Thread } from "./thread.js";

/** `models` are those that can chat; there is at least one. */
export class ChatPage {
  constructor({ key, models }) {
    this.desk = recallDesk(models.map(({ id }) => id));
    this.dialogue = new Dialogue(this.desk, key, this.#told());
    this.settings = new Settings(this.desk, (part) => this.#lay(part));
    this.deployments = new Deployments(models, this.desk.deployments, (deployments) => this.#choose(deployments));
    this.composer = new Composer(this.desk.draft, this.#composing());
    this.thread = new Thread(this.dialogue, {
      edit: (index, text) => this.#edit(index, text),
      retry: (lane) => this.#retry(lane),
      showCode: (index, lane) => showCode({ path: "chat/completions", body: requestFor(this.desk, this.dialogue.turns, index, lane) }),
      fieldOf: (param) => this.settings.fieldOf(param) && { focus: () => this.settings.reveal(param).focus() },
      suggest: (text) => this.composer.write(text),
    });
    this.history = new HistoryList({
      open: (id) => this.#open(id),
      begin: () => this.#begin(),
      removed: (id) => this.#removed(id),
    });
    this.element = this.#layOut();
    watchHistory(() => this.history.show(this.desk.conversation));
    document.addEventListener("keydown", (event) => this.#escape(event));
    this.#showTurns();
  }

  #layOut() {
    const past = h("aside", { class: "side side-history", id: "history", popover: true, "aria-label": "History" }, this.history.element);
    const beside = h("aside", { class: "side side-settings", id: "settings", popover: true, "aria-label": "Settings" }, this.settings.element);
    const folds = h(
      "div",
      { class: "row folds" },
      button("History", { picture: "history", popovertarget: "history" }),
      button("Settings", { picture: "settings", popovertarget: "settings" }),
    );
    this.clear = iconButton("Clear conversation", "delete", { onclick: () => this.#clear() });
    const bar = h("div", { class: "chat-bar" }, folds, this.deployments.element, this.clear);
    const middle = h("div", { class: "chat-middle" }, bar, this.thread.element, this.composer.element);
    return h("div", { class: "chat" }, past, middle, beside);
  }

  #told() {
    return {
      turns: () => this.#showTurns(),
      answer: (index, lane, answer) => this.thread.update(index, lane, answer),
      busy: (isBusy) => this.composer.setBusy(isBusy),
      full: () => toast("This browser’s storage is full, so the newest answer is not kept. Delete old conversations to make room."),
      finished: (answers) => (announce(spokenEnd(answers)), this.history.show(this.desk.conversation)),
    };
  }

  #composing() {
    return {
      send: (text) => this.#send(text),
      stop: () => this.dialogue.stop(),
      draft: (draft) => this.#lay({ draft }),
      showCode: () => this.#showNext(),
    };
  }

  #lay(part) {
    Object.assign(this.desk, part);
    keepDesk(this.desk);
  }

  #choose(deployments) {
    this.#lay({ deployments });
    this.element.dataset.lanes = deployments.length;
  }

  #showTurns() {
    this.thread.show();
    this.clear.hidden = this.dialogue.turns.length === 0;
    this.#lay({ conversation: this.dialogue.turns.length ? this.dialogue.conversation.id : null });
    this.history.show(this.desk.conversation);
  }

  #send(text) {
    if (!this.settings.check()) return;
    this.composer.write("");
    announce("Sent");
    this.dialogue.send(text);
    this.thread.scrollToEnd();
  }

  #edit(index, text) {
    if (!this.settings.check()) return;
    this.#undoable("The prompt and what followed it were replaced.");
    this.dialogue.edit(index, text);
    this.composer.text.focus();
  }

  #retry(lane) {
    if (!this.settings.check()) return;
    this.#undoable("The answer was replaced.");
    this.dialogue.retry(lane);
    this.composer.text.focus();
  }

  #clear() {
    this.#undoable("The conversation was cleared.");
    this.dialogue.replace([]);
    this.composer.text.focus();
  }

  #undoable(message) {
    const { id } = this.dialogue.conversation;
    const before = structuredClone(this.dialogue.turns);
    const undo = () => {
      if (this.dialogue.conversation.id === id) this.dialogue.replace(before);
    };
    toast(message, { label: "Undo", run: undo });
  }

  #open(id) {
    this.history.element.closest("[popover]").hidePopover();
    this.dialogue.open(id);
    this.composer.text.focus();
  }

  #begin() {
    this.#open(null);
  }

  #removed(id) {
    if (id === null || id === this.dialogue.conversation.id) this.dialogue.drop();
    else this.history.show(this.desk.conversation);
    this.composer.text.focus();
  }

  #showNext() {
    const turns = [...this.dialogue.turns, { prompt: this.composer.value, answers: [] }];
    showCode({ path: "chat/completions", body: requestFor(this.desk, turns, turns.length - 1, 0) });
  }

  #escape(event) {
    if (event.key !== "Escape" || document.querySelector("dialog[open], :popover-open")) return;
    this.dialogue.stop();
  }
}
