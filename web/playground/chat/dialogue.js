/** A conversation as it goes on: asks, grows the answers, stops, begins again, and keeps all of it. */

import { answers } from "./answers.js";
import { awaited, newConversation, requestFor } from "./conversation.js";
import { keepConversation, recallConversation } from "./history.js";

const KEEP_EVERY = 1000;

/** `told` is `{turns(), answer(index, lane, answer), busy(isBusy), finished(answers), full()}`. */
export class Dialogue {
  #run = null;
  #unkept = new Set();
  #timer = null;

  constructor(desk, key, told) {
    this.desk = desk;
    this.key = key;
    this.told = told;
    this.conversation = recallConversation(desk.conversation) ?? newConversation();
    addEventListener("pagehide", () => this.#keepNow());
  }

  get turns() {
    return this.conversation.turns;
  }

  get isBusy() {
    return this.#run !== null;
  }

  /** Opens another conversation, or a new one; what is under way is stopped and kept. */
  open(id) {
    this.stop();
    this.conversation = recallConversation(id) ?? newConversation();
    this.told.turns();
  }

  /** The conversation was deleted: it must not be kept again. */
  drop() {
    this.stop();
    this.#unkept.clear();
    this.open(null);
  }

  send(prompt) {
    this.#change([...this.turns, { prompt: prompt.trim(), answers: [] }]);
    return this.#ask(this.turns.length - 1, [...this.desk.deployments.keys()]);
  }

  /** Replaces the prompt of turn `index`; the turns after it go. */
  edit(index, prompt) {
    this.stop();
    this.#change(this.turns.slice(0, index));
    return this.send(prompt);
  }

  /** Asks for the last turn's answer in `lane` again. */
  retry(lane) {
    return this.#ask(this.turns.length - 1, [lane]);
  }

  stop() {
    const run = this.#run;
    this.#run = null;
    run?.abort.abort();
    if (run) this.told.busy(false);
  }

  /** Puts these turns in place of the present ones: clears, or brings back. */
  replace(turns) {
    this.stop();
    this.#change(turns);
    this.#keepNow();
  }

  // A retry may begin while the other lane still runs; one stop then ends both.
  async #ask(index, lanes) {
    const { conversation, desk } = this;
    const { answers: asked } = conversation.turns[index];
    const run = (this.#run ??= { abort: new AbortController(), open: 0 });
    run.open += lanes.length;
    for (const lane of lanes) asked[lane] = awaited(desk.deployments[lane] ?? desk.deployments[0]);
    this.told.turns();
    this.told.busy(true);
    this.#keep(conversation);
    this.#keepNow();
    await Promise.all(lanes.map((lane) => this.#follow(conversation, index, lane, run.abort.signal)));
    run.open -= lanes.length;
    if (run.open === 0) this.#finish(run, asked);
  }

  #finish(run, asked) {
    this.#keepNow();
    if (this.#run === run) {
      this.#run = null;
      this.told.busy(false);
    }
    this.told.finished(asked);
  }

  async #follow(conversation, index, lane, signal) {
    const { turns } = conversation;
    const turn = turns[index];
    const body = { ...requestFor(this.desk, turns, index, lane), model: turn.answers[lane].deployment };
    for await (const answer of answers(body, { key: this.key, signal })) {
      turn.answers[lane] = answer;
      this.#keep(conversation);
      if (conversation.turns[index] === turn && conversation === this.conversation) this.told.answer(index, lane, answer);
    }
  }

  #change(turns) {
    this.conversation.turns = turns;
    this.#keep(this.conversation);
    this.told.turns();
  }

  #keep(conversation) {
    conversation.updated = Date.now();
    this.#unkept.add(conversation);
    this.#timer ??= setTimeout(() => this.#keepNow(), KEEP_EVERY);
  }

  #keepNow() {
    clearTimeout(this.#timer);
    this.#timer = null;
    const kept = [...this.#unkept].every(keepConversation);
    this.#unkept.clear();
    if (!kept) this.told.full();
  }
}
