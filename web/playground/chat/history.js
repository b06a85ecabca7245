/** Conversations kept in this browser, each under its own name so that two tabs never overwrite each other's. */

import { device, forget, keep, keysOf, recall } from "/web/shared/storage.js";

const PREFIX = "zaffre.chat.";

/** Keeps the conversation; says whether there was room. */
export function keepConversation(conversation) {
  return keep(device, PREFIX + conversation.id, conversation);
}

/** The conversation, with answers that a reload cut off marked as stopped; `null` where it is gone. */
export function recallConversation(id) {
  const conversation = id && recall(device, PREFIX + id);
  return conversation ? { ...conversation, turns: conversation.turns.map(settled) } : null;
}

/** All of them, newest first. */
export function allConversations() {
  const all = keysOf(device, PREFIX).map((key) => recall(device, key));
  return all.filter((conversation) => conversation?.turns).sort((one, other) => other.updated - one.updated);
}

export function deleteConversation(id) {
  forget(device, PREFIX + id);
}

export function deleteAllConversations() {
  keysOf(device, PREFIX).forEach((key) => forget(device, key));
}

/** Calls `onChange` when another tab changes the history. */
export function watchHistory(onChange) {
  addEventListener("storage", ({ key }) => (key === null || key.startsWith(PREFIX)) && onChange());
}

function settled(turn) {
  const isOpen = ({ state }) => state === "waiting" || state === "streaming";
  return { ...turn, answers: turn.answers.map((answer) => (isOpen(answer) ? { ...answer, state: "stopped" } : answer)) };
}
