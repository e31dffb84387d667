/** @import { Made, State } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { isCutOff } from "../../shared/api.js";
import { soundUrl } from "../address.js";
import { fetchSound } from "../playback/sounds.js";
import { hear, noteNetwork } from "../state/hearing.js";

const REST_MS = 250;

/** @param {State} state what the page has rendered; the network's return is a reason to ask again */
const wanted = ({ hearing, offline }) => ({ made: hearing.made?.byPage ? hearing.made : null, offline });

/** Replaces what the page has rendered by the server's bytes, once the hand rests. Without an answer the page's stay. @param {Store} store */
export function followTakeover(store) {
  let timer = 0;

  /** @param {Made} made */
  async function replace(made) {
    const begun = performance.now();
    try {
      const sound = await fetchSound(soundUrl(made.of), { priority: "low" });
      store.dispatch(noteNetwork, !navigator.onLine);
      if (store.get().hearing.made === made) store.dispatch(hear, { ...made, sound, byPage: false }, begun);
    } catch (error) {
      if (isCutOff(error)) store.dispatch(noteNetwork, true);
    }
  }

  store.whenChanged(wanted, ({ made }) => {
    clearTimeout(timer);
    if (made) timer = setTimeout(() => void replace(made), REST_MS);
  });
}
