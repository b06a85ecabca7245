/** What a conversation is, and the request that each of its answers comes from. */

import { shorten } from "/web/shared/format.js";
import { toRequest } from "./parameters.js";

const TITLE_LENGTH = 48;

/** `turns` are `{prompt, answers}`, with one answer for each deployment that was asked. */
export function newConversation(now = Date.now()) {
  return { id: randomId(), created: now, updated: now, turns: [] };
}

export function titleOf({ turns }) {
  return shorten(turns[0]?.prompt ?? "New chat", TITLE_LENGTH);
}

/** An answer that has been asked for and not begun. */
export function awaited(deployment) {
  return { deployment, state: "waiting", text: "", figures: null, refusal: null };
}

/**
 * The body of the request for turn `index` in `lane` (0, or 1 where two are compared).
 * `desk` gives the system prompt, the parameters and the deployments.
 */
export function requestFor(desk, turns, index, lane) {
  return {
    model: desk.deployments[lane],
    messages: [...systemMessage(desk.system), ...turns.slice(0, index).flatMap((turn) => past(turn, lane)), asked(turns[index])],
    ...toRequest(desk.parameters),
    stream: true,
    stream_options: { include_usage: true },
  };
}

const systemMessage = (system) => (system.trim() ? [{ role: "system", content: system }] : []);
const asked = (turn) => ({ role: "user", content: turn.prompt });

// A deployment that joined later is told the other's answers; refused turns are left out.
function past(turn, lane) {
  const answer = turn.answers[lane] ?? turn.answers[0];
  return answer?.text ? [asked(turn), { role: "assistant", content: answer.text }] : [];
}

// crypto.randomUUID is missing on http:// addresses other than localhost.
function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(36).padStart(2, "0")).join("");
}
