/** Asks for one answer and yields it as it grows, its figures with it. */

import { Refusal, stream } from "/web/shared/api.js";
import { awaited } from "./conversation.js";
import { Stopwatch } from "./stopwatch.js";

/** Yields the answer after each chunk, and last of all its end: done, stopped or failed. Never throws. */
export async function* answers(body, caller) {
  const watch = new Stopwatch();
  let answer = { ...awaited(body.model), format: body.response_format?.type ?? "text" };
  try {
    for await (const chunk of stream("/v1/chat/completions", body, caller)) {
      answer = grown(answer, chunk, watch);
      yield answer;
    }
    yield { ...answer, state: "done", figures: watch.figures };
  } catch (error) {
    yield ended(answer, error, watch);
  }
}

function grown(answer, chunk, watch) {
  const [choice] = chunk.choices;
  const { content, reasoning_content: reasoning } = choice?.delta ?? {};
  if (content || reasoning) watch.piece();
  if (chunk.usage) watch.count(chunk.usage);
  return {
    ...answer,
    state: content || reasoning ? "streaming" : answer.state,
    text: answer.text + (content ?? ""),
    reasoning: (answer.reasoning ?? "") + (reasoning ?? ""),
    finish: choice?.finish_reason ?? answer.finish,
    figures: watch.figures,
  };
}

function ended(answer, error, watch) {
  const figures = watch.figures;
  if (error.name === "AbortError") return { ...answer, state: "stopped", figures };
  const told = error instanceof Refusal ? error : new Refusal({ message: `The page could not read the answer: ${error.message}` });
  return { ...answer, state: "failed", figures, refusal: { ...told, message: told.message } };
}
