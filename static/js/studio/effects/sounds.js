/** @import { Prefetch } from "../playback/prefetch.js" */
/** @import { Player } from "../playback/player.js" */
/** @import { SoundAddress } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { newestOnly } from "../../shared/newest.js";
import { soundUrl } from "../address.js";
import { fetchSound } from "../playback/sounds.js";
import { failToHear, hear, wait } from "../state/hearing.js";
import { heardOf, urlOf } from "../state/selectors.js";

const SLOW_MS = 400;

/** @typedef {{of: SoundAddress, audible: boolean}} Wish */

/**
 * Fetches the sound each time that its address is another, and has it played. One request is in flight; while the
 * hand moves on, the newest address waits next.
 * @param {Store} store @param {Player} player @param {Prefetch} prefetch
 */
export function followSound(store, player, prefetch) {
  let first = true; // the one that the page shows by itself is not played

  /** @param {Wish} wish */
  async function fetchAndPlay({ of, audible }) {
    const begun = performance.now();
    const sound = await fetchSound(soundUrl(of));
    store.dispatch(hear, { of, sound, audible }, begun);
    const heard = !audible || player.follow();
    store.dispatch(wait, heard ? "" : "click anywhere to hear it");
    prefetch.rest(performance.now() - begun);
  }

  const follow = newestOnly(async (/** @type {Wish} */ wish) => {
    const slow = setTimeout(() => store.dispatch(wait, "making the sound…"), SLOW_MS);
    try {
      await fetchAndPlay(wish);
    } catch (error) {
      store.dispatch(failToHear, { error, retry: "sound", at: performance.now() });
    }
    clearTimeout(slow);
  });

  store.whenChanged(heardOf, (sound) => sound && player.load(sound));
  store.whenChanged(urlOf, (url) => {
    prefetch.stop(url);
    follow({ of: store.get().sound, audible: !first });
    first = false;
  });
  return { again: () => follow({ of: store.get().sound, audible: true }) };
}
