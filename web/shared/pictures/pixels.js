/** The pixels of kept pictures, for what needs them here: other formats, variations, edits. */

import { h } from "/web/shared/element.js";
import { local } from "./address.js";

/** The picture behind `address`, ready to be drawn on a canvas. */
export async function opened(address) {
  const image = new Image();
  image.src = address.startsWith("blob:") ? address : local(address);
  await image.decode();
  return image;
}

/** A canvas of `width` by `height` pixels. */
export const canvasOf = (width, height) => h("canvas", { width: Math.round(width), height: Math.round(height) });

/** The bytes on `canvas` as a blob. */
export const blobOf = (canvas, format = "png") => new Promise((resolve) => canvas.toBlob(resolve, `image/${format}`, 0.92));

/** The picture behind `address` as a blob of `format`; JPEG has no holes, so they become white. */
export async function written(address, format) {
  const image = await opened(address);
  const canvas = canvasOf(image.naturalWidth, image.naturalHeight);
  const context = canvas.getContext("2d");
  if (format === "jpeg") {
    context.fillStyle = "white";
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.drawImage(image, 0, 0);
  return blobOf(canvas, format);
}
