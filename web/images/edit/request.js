/** The picture and the mask as they are sent: what is painted, and what is new, is transparent in the mask. */

import { blobOf, canvasOf } from "/web/shared/pictures/pixels.js";
import { frameOf } from "./frame.js";

/** `{image, mask}` as PNG blobs of the size `target`. */
export async function sent({ image, mask, margins, target }) {
  const picture = { width: image.naturalWidth, height: image.naturalHeight };
  const frame = frameOf(margins, picture);
  const place = placed(frame, picture, target);
  return { image: await blobOf(drawn(image, place, target)), mask: await blobOf(cut(mask, frame, place, target)) };
}

/** Where the picture lies in what is sent: `[x, y, width, height]`. */
function placed(frame, { width, height }, target) {
  const scale = target[0] / frame.width;
  return [-frame.x * scale, -frame.y * scale, width * scale, height * scale].map(Math.round);
}

function drawn(image, place, target) {
  const canvas = canvasOf(...target);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, ...place);
  return canvas;
}

function cut(mask, frame, place, target) {
  const painted = canvasOf(...target);
  mask.draw(painted, frame, "black");
  const canvas = canvasOf(...target);
  const context = canvas.getContext("2d");
  context.fillRect(...place);
  context.globalCompositeOperation = "destination-out";
  context.drawImage(painted, 0, 0, ...target);
  return canvas;
}
