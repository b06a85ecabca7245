/** Administration: a room for each noun, opened from the side, as far as one's permissions go. */

import { openForPeople } from "/web/shared/gate.js";
import { Desk } from "./desk.js";
import { Shell } from "./shell/shell.js";

openForPeople("Admin", (me) => ({ middle: [], panels: [new Shell(new Desk(me)).element] }));
