/** Verify: a picture dropped or chosen, and what can be told of where it comes from. */

import { openApp } from "/web/shared/gate.js";
import { VerifyPage } from "./page.js";

openApp("Verify", (key) => ({ middle: [], panels: [new VerifyPage(key).element] }));
