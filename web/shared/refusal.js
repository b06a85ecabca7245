/** A refusal that teaches: what happened, which field, and when or what to try again. */

import { button } from "./button.js";
import { h } from "./element.js";

const TITLES = {
  0: "No answer from the server",
  400: "The request needs a change",
  401: "The key was not accepted",
  403: "Not allowed with this key",
  404: "Not found",
  413: "Too large to send",
  429: "Enough for the moment",
  503: "Not ready yet",
  504: "It took too long",
};

/**
 * `onRetry` asks again; `fieldOf(param)` gives the control that `param` stands for, if the page has it.
 */
export function refusalCard(refusal, { onRetry, fieldOf = () => null } = {}) {
  const isPassing = refusal.status === 429 || refusal.status >= 500;
  const control = refusal.param && fieldOf(refusal.param);
  const ways = [
    control && button("Go to the field", { onclick: () => control.focus() }),
    onRetry && retryButton(refusal, onRetry),
  ];
  return h(
    "section",
    { class: `refusal ${isPassing ? "passing" : ""}` },
    h("h3", {}, TITLES[refusal.status] ?? "Something went wrong on the server"),
    h("p", {}, refusal.message),
    h("p", { class: "small muted" }, details(refusal)),
    h("div", { class: "row" }, ways),
  );
}

function details({ status, code, param, requestId }) {
  const parts = [param && `Field: ${param}`, code && `Code: ${code}`, status && `HTTP ${status}`];
  return [...parts, requestId && `Request ${requestId}`].filter(Boolean).join(" · ");
}

// Asking again before the time is up would only be refused again, so the button counts down.
function retryButton({ retryAfter, code }, onRetry) {
  if (code === "insufficient_quota") return null;
  const element = button("Try again", { onclick: onRetry });
  const until = Date.now() + (retryAfter ?? 0) * 1000;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    element.disabled = left > 0;
    element.textContent = left > 0 ? `Try again in ${left} s` : "Try again";
    if (left > 0) setTimeout(tick, 1000);
  };
  tick();
  return element;
}
