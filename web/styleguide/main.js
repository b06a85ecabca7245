/** The styleguide: every shared component once, as it is used. */

import { h } from "/web/shared/element.js";
import { pageHeader } from "/web/shared/header.js";
import { specimens } from "./specimens.js";

const shown = specimens().map(([name, ...content]) => h("section", { class: "specimen" }, h("h2", {}, name), content));
const main = h("main", { id: "main", class: "specimens" }, shown);
document.querySelector("#app").replaceChildren(pageHeader("Styleguide"), main);
