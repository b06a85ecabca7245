/** Doing something that the server may refuse: it is said in a toast either way. */

import { Refusal } from "/web/shared/api.js";
import { toast } from "/web/shared/toast.js";

/** Whether `act()` was done; `words` say so. */
export async function doing(act, words) {
  try {
    await act();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    toast(refusal.message);
    return false;
  }
  toast(words);
  return true;
}
