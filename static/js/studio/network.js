/** @import { State } from "./state/state.js" */
/** @import { Store } from "./store.js" */
import { rendersHere } from "./state/selectors.js";

const HERE = "No network. This browser renders the sounds; files and samples wait.";
const NOWHERE = "No network. Sounds that were heard before can be played.";

/** @param {State} state */
const words = (state) => {
  if (!state.offline) return "";
  return rendersHere(state) ? HERE : NOWHERE;
};

/** One quiet line while the server is out of reach. @param {Store} store @param {HTMLElement} element */
export function network(store, element) {
  store.watch(words, (said) => {
    element.hidden = !said;
    element.textContent = said;
  });
}
