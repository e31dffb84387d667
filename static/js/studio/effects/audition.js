/** @import { Landmark } from "../../shared/api.js" */
/** @import { Player } from "../playback/player.js" */
/** @import { Prefetch } from "../playback/prefetch.js" */
/** @import { Store } from "../store.js" */
import { rounded, soundUrl } from "../address.js";
import { fetchSound } from "../playback/sounds.js";
import { heardOf } from "../state/selectors.js";

/**
 * Plays a landmark under a resting pointer as it would sound there, and leaves the sound that is played as it is.
 * @param {Store} store @param {Player} player @param {Prefetch} prefetch
 * @returns {(landmark: Landmark) => Promise<void>}
 */
export const createAudition =
  (store, player, prefetch) =>
  async ({ x, y, detail }) => {
    if (player.clocked) return; // a running beat keeps its snare
    const url = soundUrl({ ...store.get().sound, x: rounded(x), y: rounded(y), detail });
    prefetch.stop(url);
    const sound = await fetchSound(url).catch(() => null);
    if (!sound) return; // the user did not ask for it: no message
    player.load(sound);
    player.hit();
    const heard = heardOf(store.get());
    if (heard) player.load(heard);
  };
