/** A forgotten password: a link is sent, and a new password chosen. */

import { post } from "/web/shared/api.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { STRONG, emailField, onToSignIn, others, passwordField, plainly, title, typed } from "./cards.js";

export function forgotten(door) {
  if (!door.ways.mail) return [title("Forgotten password"), plainly("This server sends no mail. An administrator can let you in again: ask for an invitation or a new password."), others(["Sign in", ""])];
  const email = emailField();
  const send = async () => {
    if (!typed(email)) throw wrong("email", "Give the address that you sign in with.");
    await post("/v1/auth/forgot", { email: typed(email) });
    const words = `If ${typed(email)} belongs to an account, a link is on its way to it. It opens for an hour.`;
    door.say(title("Look into your mail"), plainly(words), others(["Sign in", ""]));
  };
  return [title("Forgotten password"), new Form({ email }, { verb: "Send a link", onSubmit: send }).element, others(["Sign in", ""])];
}

export function reset(door) {
  const password = passwordField("New password", { isNew: true, hint: STRONG });
  const change = async () => {
    if (!password.control.value) throw wrong("password", "Choose a new password.");
    await post("/v1/auth/reset", { token: door.came.value, password: password.control.value });
    history.replaceState(null, "", "#changed");
    door.say(title("Your password is changed"), plainly("All other sessions were ended. Now sign in with it."), onToSignIn());
  };
  return [title("Choose a new password"), new Form({ password }, { verb: "Change password", onSubmit: change }).element, others(["Sign in", ""])];
}
