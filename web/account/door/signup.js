/** Making an account, where the way in lets people do so themselves. */

import { post } from "/web/shared/api.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { Terms } from "../terms.js";
import { STRONG, emailField, nameField, others, passwordField, plainly, title, typed } from "./cards.js";

const AFTER = {
  limited: "With an account you can apply for access. Somebody reads what you write, and you see here how it stands.",
  open: "You can begin as soon as your address is verified.",
};

export function signUp(door) {
  const way = door.ways.way_in;
  if (!AFTER[way]) return [title("By invitation only"), plainly("Nobody makes an account here by themselves. Ask an administrator for an invitation."), others(["Sign in", ""])];
  const fields = { email: emailField(), name: nameField(), password: passwordField("Choose a password", { isNew: true, hint: STRONG }) };
  const terms = new Terms(door.ways.terms);
  const make = async () => {
    const given = { email: typed(fields.email), name: typed(fields.name), password: fields.password.control.value };
    for (const [name, value] of Object.entries(given)) if (!value) throw wrong(name, "This is needed.");
    const { state } = await post("/v1/auth/sign-up", { ...given, ...terms.read() });
    if (state === "unverified") return door.say(title("Look into your mail"), plainly(`A link was sent to ${given.email}. Open it, and then sign in.`), others(["Sign in", ""]));
    await post("/v1/auth/sign-in", { email: given.email, password: given.password });
    return door.entered();
  };
  return [title("Make an account"), plainly(AFTER[way]), new Form({ ...fields, agreed_terms: terms }, { verb: "Make account", onSubmit: make }).element, others(["I have an account", ""])];
}
