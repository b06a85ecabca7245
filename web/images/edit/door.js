/** What edit mode is entered by; it is loaded once somebody edits. */

export { repainters } from "./brief.js";
export { Editor } from "./editor.js";
