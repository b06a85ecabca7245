/** Passkeys: the browser's side of making one, and of proving that one has it. */

import { Refusal, post } from "/web/shared/api.js";

/** Whether this browser knows passkeys, and how they are written as JSON. */
export function canUsePasskeys() {
  return typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";
}

/** Signs in with a passkey that the person chooses. */
export async function provePasskey() {
  const options = await post("/v1/auth/passkeys/options", {});
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(told(options));
  const credential = await asked(() => navigator.credentials.get({ publicKey }));
  return post("/v1/auth/passkeys/verify", { credential: credential.toJSON() });
}

/** Makes a passkey called `name` for whoever is signed in. */
export async function makePasskey(name) {
  const options = await post("/v1/me/passkeys/options", {});
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(told(options));
  const credential = await asked(() => navigator.credentials.create({ publicKey }));
  return post("/v1/me/passkeys", { name, credential: credential.toJSON() });
}

const told = (options) => options.publicKey ?? options;

// The browser says no in the same way whether the person changed their mind or has no passkey.
async function asked(question) {
  try {
    return await question();
  } catch (error) {
    const why = error.name === "InvalidStateError" ? "This device has a passkey for your account already." : "No passkey was used. Try again, or sign in another way.";
    throw new Refusal({ status: 400, message: why });
  }
}
