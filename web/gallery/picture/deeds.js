/** What can be done with a shared picture. */

import { button } from "/web/shared/button.js";
import { confirm } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { icon } from "/web/shared/icons.js";
import { toast } from "/web/shared/toast.js";
import { downloads } from "/web/shared/pictures/download.js";
import { askForReport, thanks } from "/web/shared/pictures/report.js";
import { UNSHARE } from "../mine/words.js";
import { Like } from "./like.js";
import { remixLink } from "./remix.js";

/** `changed(picture)` hears of likes, `done()` that the picture is no longer shared. */
export function deeds(picture, shared, { changed, done }) {
  const status = h("p", { class: "small muted viewer-status", role: "status" });
  const main = [new Like(picture, shared, changed).element, picture.remix && remixLink(picture.remix), downloads(picture)];
  const quiet = [
    h("a", { class: "button quiet", href: `/verify#shared=${picture.id}`, title: "See what the file says of where it comes from" }, icon("shield"), "Verify"),
    !picture.mine && button("Report", { kind: "quiet", picture: "flag", onclick: () => report(picture, shared, status) }),
    picture.mine && button("Make private", { kind: "quiet", onclick: () => unshare(picture, shared, { status, done }) }),
  ];
  return h("div", { class: "stack deeds" }, h("div", { class: "row" }, main), h("div", { class: "row deeds-more" }, quiet), status);
}

async function report(picture, shared, status) {
  const told = await askForReport();
  if (!told) return;
  await trying(status, async () => {
    status.textContent = thanks(await shared.report(picture.id, told));
  });
}

async function unshare(picture, shared, { status, done }) {
  if (!(await confirm("Make it private?", UNSHARE, "Make private"))) return;
  await trying(status, async () => {
    await shared.unshare(picture.id);
    done();
    toast("It is private again.");
  });
}

async function trying(status, act) {
  try {
    await act();
  } catch (refusal) {
    status.textContent = refusal.message;
  }
}
