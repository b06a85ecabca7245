/** Verify: a picture dropped or chosen, and what can be told of where it comes from. */

import { openApp } from "/web/shared/gate.js";
import { VerifyPage } from "./page.js";

openApp("Verify", (key) => {
  const page = new VerifyPage(key);
  page.verifyNamed();
  return { middle: [], panels: [page.element] };
});
