/** The request that would make a picture again. */

import { showCode } from "../code.js";

const KINDS = { image_generation: "generations", image_edit: "edits", image_variation: "variations" };
const FILES = { edits: { image: "picture.png", mask: "mask.png" }, variations: { image: "picture.png" }, generations: {} };

/** Whether a request made it. */
export const isDrawn = ({ operation }) => operation in KINDS;

export function showPictureCode({ operation, deployment, prompt, size, seed, format }) {
  const kind = KINDS[operation];
  const body = { model: deployment, ...FILES[kind], n: 1, size };
  if (kind !== "variations") body.prompt = prompt;
  if (seed != null) body.seed = seed;
  if (format !== "png") body.output_format = format;
  return showCode(kind, body);
}
