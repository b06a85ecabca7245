/** Why somebody who came back from another provider is not in, as the address tells it: `#error=oidc_denied`. */

const WORDS = {
  oidc_lost: "Signing in took too long, or began in another browser. Try again.",
  oidc_denied: "The provider did not let you in.",
  oidc_unproven_address: "The provider does not vouch for your e-mail address. Confirm it there, or sign in another way.",
  oidc_not_known: "Nobody with your e-mail address is known here. Ask an administrator for an invitation.",
  account_suspended: "Your account is suspended. Ask an administrator.",
};
const OTHER = "Signing in there did not work. Try again, or sign in another way.";

/** The words for what somebody came with, `""` where it is no refusal. */
export const refused = ({ name, value }) => (name === "error" ? (WORDS[value] ?? OTHER) : "");
