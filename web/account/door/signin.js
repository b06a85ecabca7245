/** Signing in: by password, with a code where there is a second factor, by passkey, or at another provider. */

import { post } from "/web/shared/api.js";
import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { Field, input } from "/web/shared/field.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { beginSession } from "/web/shared/session.js";
import { canUsePasskeys, provePasskey } from "../passkeys.js";
import { emailField, others, passwordField, plainly, title, typed } from "./cards.js";

export function signIn(door) {
  const { methods, way_in: way } = door.ways;
  const notice = door.notice && h("p", { role: "status" }, door.notice);
  const links = others(["Forgotten password", "forgot"], ["limited", "open"].includes(way) && ["Make an account", "sign-up"]);
  const words = way === "invitation" && plainly(h("span", { class: "small muted" }, "No account yet? People come in by invitation here: open the link that you were sent."));
  return [title("Sign in"), notice, methods.password && passwordForm(door), otherWays(door), links, words];
}

function passwordForm(door) {
  const [email, password] = [emailField(), passwordField()];
  const code = new Field("Code", input({ name: "code", inputmode: "numeric", autocomplete: "one-time-code" }), { hint: "Six digits from your authenticator, or a recovery code." });
  code.element.hidden = true;
  const enter = async () => {
    if (!typed(email)) throw wrong("email", "Give your e-mail address.");
    if (!password.control.value) throw wrong("password", "Give your password.");
    const given = { email: typed(email), password: password.control.value, code: typed(code) || undefined };
    await post("/v1/auth/sign-in", given).catch((refusal) => told(refusal, code));
    door.entered();
  };
  return new Form({ email, password, code }, { verb: "Sign in", onSubmit: enter }).element;
}

// The server asks for a code only once the password was right.
function told(refusal, code) {
  if (refusal.code === "totp_required") {
    code.element.hidden = false;
    throw wrong("code", "Now the code that your authenticator shows.");
  }
  if (refusal.status === 401) refusal.param = code.element.hidden ? "password" : "code";
  throw refusal;
}

function otherWays(door) {
  const { passkey, oidc } = door.ways.methods;
  const byPasskey = passkey && canUsePasskeys() && byKey(door);
  const elsewhere = (oidc ?? []).map(({ name, title: words }) => {
    // Whether they come back signed in, this page learns only then, so it looks.
    const go = () => (beginSession(), location.assign(`/v1/auth/oidc/${encodeURIComponent(name)}/start`));
    return button(`Sign in with ${words}`, { onclick: go });
  });
  return (byPasskey || elsewhere.length > 0) && h("div", { class: "other-ways" }, byPasskey, elsewhere);
}

function byKey(door) {
  const prove = async () => {
    await provePasskey();
    door.entered();
  };
  return new Form({}, { verb: "Sign in with a passkey", kind: "plain", onSubmit: prove }).element;
}
