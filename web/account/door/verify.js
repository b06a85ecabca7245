/** The link in the mail that says an address is somebody's. */

import { post } from "/web/shared/api.js";
import { h } from "/web/shared/element.js";
import { onToSignIn, others, plainly, title } from "./cards.js";

export async function verify(door) {
  try {
    await post("/v1/auth/verify", { token: door.came.value });
  } catch ({ message }) {
    const words = "Sign in, and a new link can be sent; or make the account again.";
    return [title("This link can’t be used"), h("p", { role: "status" }, message), plainly(words), others(["Sign in", ""], ["Make an account", "sign-up"])];
  }
  // The link opens once: who loads the page again must not be told that it can't be used.
  history.replaceState(null, "", "#verified");
  return [title("Your address is verified"), plainly("Now sign in."), onToSignIn()];
}
