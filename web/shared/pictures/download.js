/** Ways to save a picture: as it is, smaller, or written in another format. */

import { h } from "/web/shared/element.js";
import { icon } from "/web/shared/icons.js";
import { local } from "./address.js";
import { written } from "./pixels.js";

const WIDTHS = [1024, 768, 512, 256, 128];
const FORMATS = ["png", "jpeg", "webp"];

/** A fold-out list of links; only the original carries Content Credentials, and the list says so. */
export function downloads(picture) {
  const [width] = picture.size.split("x").map(Number);
  const whole = link(`Original, ${picture.format.toUpperCase()}, with its Content Credentials`, local(picture.url, { download: 1 }));
  const smaller = WIDTHS.filter((one) => one < width).slice(0, 3).map((one) => link(`${one} pixels wide`, local(picture.url, { download: 1, width: one })));
  const others = FORMATS.filter((format) => format !== picture.format).map((format) => converted(picture, format));
  const note = h("p", { class: "small muted" }, "Smaller ones and other formats are written anew, without Content Credentials.");
  const summary = h("summary", { class: "button primary" }, icon("download"), "Download");
  return h("details", { class: "menu" }, summary, h("div", { class: "menu-list" }, whole, smaller, others, note));
}

const link = (words, href) => h("a", { class: "button quiet", href, download: "" }, words);

function converted(picture, format) {
  const save = async (event) => {
    event.preventDefault();
    const address = URL.createObjectURL(await written(picture.url, format));
    h("a", { href: address, download: `${picture.id}.${format}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };
  return h("a", { class: "button quiet", href: local(picture.url), onclick: save }, format.toUpperCase());
}
