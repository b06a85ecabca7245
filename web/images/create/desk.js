/** What lies on the desk between visits: the prompt, its style, and how the pictures are to be. */

import { device, keep, recall } from "/web/shared/storage.js";
import { EXAMPLE } from "./ideas.js";

const NAME = "zaffre.images";
const FRESH = { prompt: EXAMPLE, style: "", deployment: null, size: "auto", count: 4, isTransparent: false, seed: "", format: "png" };

/** The desk as it was left, else a tidy one with an example; a prompt in the address comes before both. */
export function recallDesk(names) {
  const desk = { ...FRESH, ...recall(device, NAME), ...ofAddress() };
  return { ...desk, deployment: names.includes(desk.deployment) ? desk.deployment : names[0] };
}

export function keepDesk(desk) {
  keep(device, NAME, desk);
}

// The gallery's "remix" leads here with a prompt behind the hash, which no server gets to see.
function ofAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  if (!asked.has("prompt")) return {};
  history.replaceState(null, "", location.pathname);
  const { prompt, size = "auto", seed = "", deployment } = Object.fromEntries(asked);
  return { prompt, size, seed, style: "", ...(deployment && { deployment }) };
}
