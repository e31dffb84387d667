/** @import { Landmark } from "../../shared/api.js" */
/** @import { Player } from "../playback/player.js" */
/** @import { Prefetch } from "../playback/prefetch.js" */
/** @import { Renderer } from "../rendering/renderer.js" */
/** @import { Store } from "../store.js" */
import { rounded, soundUrl } from "../address.js";
import { makeSound } from "../rendering/make.js";
import { heardOf } from "../state/selectors.js";

/**
 * Plays a landmark under a resting pointer as it would sound there, and leaves the sound that is played as it is.
 * @param {Store} store @param {Player} player @param {Prefetch} prefetch @param {Renderer} renderer
 * @returns {(landmark: Landmark) => Promise<void>}
 */
export const createAudition =
  (store, player, prefetch, renderer) =>
  async ({ x, y, detail }) => {
    if (player.clocked) return; // a running beat keeps its snare
    const there = { ...store.get().sound, x: rounded(x), y: rounded(y), detail };
    prefetch.stop(soundUrl(there));
    const made = await makeSound(renderer, there).catch(() => null);
    if (!made) return; // the user did not ask for it: no message
    player.load(made.sound);
    player.hit();
    const heard = heardOf(store.get());
    if (heard) player.load(heard);
  };
