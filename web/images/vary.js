/** Variations: the picture is sent, and others like it come back. */

import { shorten } from "/web/shared/format.js";
import { ableTo } from "./asked/deployments.js";
import { addFields } from "./asked/forms.js";
import { showCode } from "./code.js";
import { nameOf } from "./picture/card.js";
import { written } from "/web/shared/pictures/pixels.js";

/** What to ask for, and its code; the picture's own deployment draws where it can. */
export async function variationFor(picture, models, count) {
  const able = ableTo(models, "image_variation");
  const model = able.find(({ id }) => id === picture.deployment) ?? able[0];
  const form = addFields(new FormData(), { model: model.id, n: count });
  form.append("image", await written(picture.url, "png"), "picture.png");
  const [width, height] = picture.size.split("x").map(Number);
  const title = `Variations of “${shorten(nameOf(picture), 80)}”`;
  const wanted = { path: "/v1/images/variations", body: form, count, title, ratio: width / height };
  return { wanted, code: () => showCode("variations", { image: "picture.png", model: model.id, n: count }) };
}
