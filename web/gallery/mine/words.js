/** What goes when a picture is made private or deleted, and how it stands in the gallery. */

import { plural } from "/web/shared/format.js";

export const UNSHARE =
  "Others can’t see it any more, addresses that the gallery gave open nothing, and its likes are deleted. You keep the picture, and may share it again.";
export const UNSHARE_HIDDEN = "Its likes are deleted. You keep the picture; what a moderator hid can’t be shared again.";
export const DELETE =
  "The picture, its thumbnail and all that is known of it are removed from the server and the gallery, with its likes. It can’t be brought back.";

/** How `picture` stands with moderators, for whoever shared it. */
export function standing({ moderation, likes }) {
  if (moderation === "waiting") return "Waits for a moderator: others can’t see it yet";
  if (moderation === "hidden") return "A moderator decided that others may not see it";
  return `In the gallery · ${plural(likes, "like")}`;
}
