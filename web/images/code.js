/** "Show as code" for requests that make pictures. */

import { showSnippets } from "/web/shared/codedialog.js";
import { snippets } from "./snippets.js";

/** `kind` is generations, edits or variations; `body` is what is sent, files by their names. */
export const showCode = (kind, body) => showSnippets(snippets(location.origin, kind, body));
