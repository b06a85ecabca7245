/** What categories, details and policies' deeds are called by people. */

const CATEGORIES = {
  hate: "Hate",
  sexual: "Sexual",
  violence: "Violence",
  self_harm: "Self-harm",
  jailbreak: "Jailbreak",
  indirect_attack: "Indirect attack",
  illicit: "Illicit",
  profanity: "Profanity",
  custom_blocklists: "Blocklists",
  personally_identifiable_information: "Personal data",
  protected_material_text: "Protected text",
  protected_material_code: "Protected code",
};

const HARMS = ["hate", "sexual", "violence", "self_harm"];

/** The categories in the order in which they are shown. */
export const categories = Object.keys(CATEGORIES);

/** Those that have severities; the others are there or not. */
export const isHarm = (category) => HARMS.includes(category);

/** Those that are looked for in prompts alone. */
export const isAttack = (category) => ["jailbreak", "indirect_attack"].includes(category);

/** Those that some filter of ours can see; protected material is seen by services elsewhere. */
export const isOffered = (category) => !category.startsWith("protected_material");

/** "self_harm" → "Self-harm"; a name that is new to this page is only made readable. */
export function named(category) {
  return CATEGORIES[category] ?? sentence(category);
}

/** "email" → "Email", "fruit/term-1" of a blocklist → "item term-1 of fruit". */
export function detailed({ category, detail }) {
  if (!detail || sentence(detail) === named(category) || detail in CATEGORIES) return "";
  if (category !== "custom_blocklists") return sentence(detail);
  const [list, ...item] = detail.split("/");
  return `item ${item.join("/")} of ${list}`;
}

/** How bad, or that it is there. */
export function graded({ category, severity, detected }) {
  if (isHarm(category)) return severity;
  return detected ? "found" : "not found";
}

function sentence(name) {
  const words = name.replaceAll("_", " ");
  return words[0].toUpperCase() + words.slice(1);
}
