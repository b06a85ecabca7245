/** What can be done with a picture: buttons, each for one thing. */

import { button } from "/web/shared/button.js";
import { confirm } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { icon } from "/web/shared/icons.js";
import { isDrawn, showPictureCode } from "./code.js";
import { downloads } from "/web/shared/pictures/download.js";
import { askForReport } from "/web/shared/pictures/report.js";
import { askToShare } from "./share.js";

const GONE = "The picture, its thumbnail and all that is known of it are removed from the server, and from the gallery if it is there. It can’t be brought back.";

/**
 * `acts` are `{change(changes, words), edit(), vary(), more(), remove(), report(report)}`, `vary` or `edit` `null`
 * where no deployment can.
 */
export function deeds(picture, acts) {
  const leave = (act) => (event) => (event.target.closest("dialog").close(), act());
  const again = acts.vary
    ? button("Variations", { picture: "sparkle", onclick: leave(acts.vary) })
    : picture.prompt && button("More like this", { picture: "sparkle", title: "The same words with another seed", onclick: leave(acts.more) });
  const main = [
    downloads(picture),
    acts.edit && button("Edit", { picture: "brush", onclick: leave(acts.edit) }),
    again,
    favourite(picture, acts),
    picture.shared_at ? unshare(acts) : share(acts),
  ];
  return h("div", { class: "stack deeds" }, h("div", { class: "row" }, main), h("div", { class: "row deeds-more" }, quiet(picture, acts)));
}

function quiet(picture, acts) {
  return [
    isDrawn(picture) && button("Show as code", { kind: "quiet", picture: "code", onclick: () => showPictureCode(picture) }),
    picture.shared_at && h("a", { class: "button quiet", href: "/gallery" }, icon("image"), "Gallery"),
    h("a", { class: "button quiet", href: `/verify#picture=${picture.id}`, title: "See what the file says of where it comes from" }, icon("shield"), "Verify"),
    picture.moderation !== "hidden" && button("Report", { kind: "quiet", picture: "flag", onclick: () => report(acts) }),
    button("Delete", { kind: "quiet", picture: "delete", onclick: () => remove(acts) }),
  ];
}

function favourite({ favourite: isOne }, { change }) {
  const words = isOne ? "Not a favourite any more." : "Kept among your favourites.";
  return button("Favourite", { picture: "heart", "aria-pressed": String(isOne), onclick: () => change({ favourite: !isOne }, words) });
}

function share({ change }) {
  const ask = async () => {
    const changes = await askToShare();
    if (changes) change(changes, "Shared to the gallery.");
  };
  return button("Share", { picture: "share", onclick: ask });
}

const unshare = ({ change }) =>
  button("Make private", { picture: "share", onclick: () => change({ shared: false }, "Private again: others can’t see it any more.") });

async function report(acts) {
  const told = await askForReport({ isOwn: true });
  if (told) acts.report(told);
}

async function remove(acts) {
  if (await confirm("Delete this picture?", GONE, "Delete picture")) acts.remove();
}
