/** Administration: a room for each noun, opened from the side, as far as one's permissions go. */

import { openApp } from "/web/shared/gate.js";
import { Desk } from "./desk.js";
import { Shell } from "./shell/shell.js";

openApp("Admin", async (key) => ({ middle: [], panels: [new Shell(await Desk.of(key)).element] }));
