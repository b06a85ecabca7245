/** A request for pictures as it is answered: each picture waits, is drawn, sharpens, and is done. */

import { Refusal, streamOfEvents } from "/web/shared/api.js";
import { idOf } from "/web/shared/pictures/address.js";

const FILTERED = "content_policy_violation";

/** Fields that ask for all that can be shown while pictures are made. */
export const LIVE = { stream: true, partial_images: 3, stream_options: { include_progress: true }, response_format: "url" };

/** Asks `path`, and calls `onChange(index, state)` whenever picture `index` is something else than before. */
export async function draw({ path, body, count, key, signal, onChange }) {
  const states = Array.from({ length: count }, () => ({ state: "waiting" }));
  try {
    for await (const event of streamOfEvents(path, body, { key, signal })) {
      if (event.index == null) continue;
      states[event.index] = advanced(states[event.index], event);
      onChange(event.index, states[event.index]);
    }
  } catch (error) {
    throw error instanceof Refusal && error.status === 200 ? told(error) : error;
  }
  return states;
}

// An answer that had begun well has no better status for what went wrong later.
function told({ message, type, param, code, requestId }) {
  return new Refusal({ status: code === FILTERED ? 400 : 500, message, type, param, code, requestId });
}

/** What a picture is after `event`. */
function advanced(before, event) {
  const kind = event.type.split(".")[1];
  if (kind === "queued") return { ...before, state: "queued", position: event.position, wait: event.wait_seconds };
  if (kind === "progress") return { ...before, state: "drawing", step: event.step, steps: event.steps };
  if (kind === "partial_image") return { ...before, state: "drawing", preview: addressOf(event, before.preview) };
  // What was shown of it unfinished is not to be seen any longer.
  if (kind === "blocked") return { state: "blocked" };
  if (kind !== "completed") return before;
  const preview = addressOf(event, before.preview);
  return { state: "done", preview, id: idOf(event.url), url: event.url, size: event.size, format: event.output_format };
}

/** An address of the bytes themselves; the one before is given back, as its picture is not shown any more. */
function addressOf({ b64_json, output_format }, before) {
  if (before) setTimeout(() => URL.revokeObjectURL(before), 1000);
  const bytes = Uint8Array.from(atob(b64_json), (letter) => letter.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type: `image/${output_format}` }));
}
