/** @import { Store } from "../store.js" */
import { noteNetwork } from "../state/hearing.js";

/** Follows whether the browser has a network. @param {Store} store */
export function followNetwork(store) {
  const note = () => store.dispatch(noteNetwork, !navigator.onLine);
  addEventListener("online", note);
  addEventListener("offline", note);
  note();
}
