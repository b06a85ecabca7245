/** What pictures are called, and how their size reads. */

import { count } from "/web/shared/format.js";

/** Its title, else its prompt where that is shared. */
export const nameOf = ({ title, remix, prompt }) => title || remix?.prompt || prompt || "Untitled picture";

/** 512x384 → "512 × 384 pixels". */
export const sizeOf = ({ size }) => `${size.split("x").map(count).join(" × ")} pixels`;
