/** "Show as code" for the playground's requests. */

import { showSnippets } from "/web/shared/codedialog.js";
import { snippets } from "./snippets.js";

/** `path` is what stands behind `/v1/`, `body` what is sent there. */
export const showCode = ({ path, body }) => showSnippets(snippets(location.origin, path, body));
