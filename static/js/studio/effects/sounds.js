/** @import { Prefetch } from "../playback/prefetch.js" */
/** @import { Player } from "../playback/player.js" */
/** @import { Renderer } from "../rendering/renderer.js" */
/** @import { SoundAddress } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { isCutOff } from "../../shared/api.js";
import { newestOnly } from "../../shared/newest.js";
import { soundUrl } from "../address.js";
import { makeSound } from "../rendering/make.js";
import { failToHear, hear, noteNetwork, wait } from "../state/hearing.js";
import { heardOf, rendersHere, urlOf } from "../state/selectors.js";

const SLOW_MS = 400;

/** @typedef {{of: SoundAddress, audible: boolean}} Wish */

/**
 * Renders the sound each time that its address is another, and has it played: in the page where it can, else on the
 * server. One sound is made at a time; while the hand moves on, the newest address waits next.
 * @param {Store} store @param {Player} player @param {Prefetch} prefetch @param {Renderer} renderer
 */
export function followSound(store, player, prefetch, renderer) {
  let first = true; // the one that the page shows by itself is not played

  /** @param {Wish} wish */
  async function makeAndPlay({ of, audible }) {
    const begun = performance.now();
    const { sound, byPage } = await makeSound(renderer, of);
    store.dispatch(hear, { of, sound, audible, byPage }, begun);
    const heard = !audible || player.follow();
    store.dispatch(wait, heard ? "" : "click anywhere to hear it");
    if (!renderer.canRender(of)) prefetch.rest(performance.now() - begun);
  }

  /** @param {unknown} error @returns {boolean} whether the page may soon render what the network does not bring */
  const isCutOffForNow = (error) =>
    isCutOff(error) && renderer.isAble && (!navigator.onLine || store.get().map.player !== null);

  const follow = newestOnly(async (/** @type {Wish} */ wish) => {
    const slow = setTimeout(() => store.dispatch(wait, "making the sound…"), SLOW_MS);
    try {
      await makeAndPlay(wish);
    } catch (error) {
      if (isCutOffForNow(error)) store.dispatch(noteNetwork, true);
      else store.dispatch(failToHear, { error, retry: "sound", at: performance.now() });
    }
    clearTimeout(slow);
  });

  store.whenChanged(heardOf, (sound) => sound && player.load(sound));
  store.whenChanged(urlOf, (url) => {
    prefetch.stop(url);
    follow({ of: store.get().sound, audible: !first });
    first = false;
  });
  store.whenChanged(rendersHere, (here) => {
    const { made } = store.get().hearing;
    const isThere = made !== null && soundUrl(made.of) === urlOf(store.get());
    if (here && !isThere) follow({ of: store.get().sound, audible: made !== null });
  });
  return { again: () => follow({ of: store.get().sound, audible: true }) };
}
