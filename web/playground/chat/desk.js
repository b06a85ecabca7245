/** What lies on the desk between visits: deployments, system prompt, parameters, the unsent prompt. */

import { device, keep, recall, tab } from "/web/shared/storage.js";

const NAME = "zaffre.desk";
const EXAMPLE = "Explain in three sentences why the sky is blue, for a curious ten-year-old.";

/** The desk as it was left in this tab, else on this device, else a tidy one with an example. */
export function recallDesk(names) {
  const fresh = { conversation: null, deployments: [], system: "", parameters: {}, draft: EXAMPLE };
  const left = recall(tab, NAME) ?? withoutConversation(recall(device, NAME));
  const desk = { ...fresh, ...left };
  const known = desk.deployments.filter((name) => names.includes(name));
  return { ...desk, deployments: known.length ? known : names.slice(0, 1) };
}

export function keepDesk(desk) {
  keep(tab, NAME, desk);
  keep(device, NAME, desk);
}

// A new tab begins a new conversation: the old one may still be going on in the other tab.
const withoutConversation = (desk) => desk && { ...desk, conversation: null };
