/** From what lies on the desk to the body of the request. */

import { has, sizesOf } from "../asked/deployments.js";
import { styled } from "./styles.js";

/** The body of `POST /v1/images/generations`; what `model` can't do is left out. */
export function requestFor(desk, model) {
  const body = { model: model.id, prompt: styled(desk.prompt, desk.style), n: desk.count };
  if (isSizeOf(model, desk.size)) body.size = desk.size;
  if (desk.isTransparent && has(model, "transparent") && desk.format !== "jpeg") body.background = "transparent";
  if (desk.seed !== "" && has(model, "seed")) body.seed = Number(desk.seed);
  if (desk.format !== "png") body.output_format = desk.format;
  return body;
}

/** What is wrong with the seed as it was typed, or nothing. */
export function seedComplaint(seed) {
  const isFine = seed === "" || (/^\d{1,10}$/.test(seed) && Number(seed) < 2 ** 31);
  return isFine ? "" : "A whole number from 0 to 2147483647, or nothing.";
}

const isSizeOf = (model, size) => size !== "auto" && sizesOf(model).some((pair) => pair.join("x") === size);
