/** What the styleguide opens over the page: a toast, a question, code, and what is shown once. */

import { button } from "/web/shared/button.js";
import { showSnippets } from "/web/shared/codedialog.js";
import { confirm } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { showSecret } from "/web/shared/secret.js";
import { toast } from "/web/shared/toast.js";

const SECRET = { label: "sorting", value: "zf-0000example0000example0000example0000" };

export function messages() {
  const say = () => toast("Conversation deleted.", { label: "Restore", run: () => {} });
  const ask = () => confirm("Delete the key?", "Programs that use it stop working at once.", "Delete key");
  const code = () => showSnippets([["curl", "curl $ZAFFRE_URL/v1/models"], ["Python", "client.models.list()"]]);
  const secret = () => showSecret("The new key", "Programs show it to call models. Keep it like a password.", SECRET);
  const ways = [["Show a toast", say], ["Ask first", ask], ["Show as code", code], ["Show a secret", secret]];
  return h("div", { class: "row" }, ways.map(([label, onclick]) => button(label, { onclick })));
}
