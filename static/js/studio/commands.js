/** @import { Player } from "./playback/player.js" */
/** @import { Mixing } from "./effects/mixing.js" */
/** @import { Store } from "./store.js" */
import { soundUrl } from "./address.js";
import { Taps } from "./beat/tempo.js";
import { anywhere } from "./history/chance.js";
import { momentOf } from "./history/moments.js";
import { anotherSeed } from "./options.js";
import { permalink } from "./permalink.js";
import { fetchSound } from "./playback/sounds.js";
import { setBeat, toggleMode } from "./state/beat.js";
import { chooseSide } from "./state/hearing.js";
import { addFavourite, isFavourite, removeFavourite, setLevel } from "./state/kept.js";
import { originalOf, sideOf } from "./state/selectors.js";
import { vary, wander } from "./state/travel.js";

/** @typedef {ReturnType<typeof createCommands>} Commands */

/**
 * Commands that both a button and a key have.
 * @param {Store} store @param {Player} player @param {Mixing} mixing
 */
export function createCommands(store, player, mixing) {
  const taps = new Taps();

  /** @param {"original" | "yours"} side heard at once, where there is a sample to compare with */
  function hear(side) {
    if (!originalOf(store.get()) && side === "original") return; // its key works always
    store.dispatch(chooseSide, side);
    player.hit();
  }

  /** Adds the current sound to the favourites, or removes it. */
  async function favourite() {
    const { sound } = store.get();
    if (isFavourite(store.get())) return store.dispatch(removeFavourite, permalink(sound));
    const audio = await fetchSound(soundUrl(sound)).catch(() => null); // it was heard, so it is there
    if (audio) store.dispatch(addFavourite, momentOf(sound, audio));
  }

  return {
    hear,
    favourite,
    play: () => player.hit(),
    /** @param {number} velocity 0…1 */
    hit: (velocity) => player.hit(velocity),
    loop: () => store.dispatch(toggleMode, "loop"),
    beat: () => store.dispatch(toggleMode, "beat"),
    /** @param {number} now in milliseconds */
    tap: (now) => {
      const tempo = taps.tap(now);
      if (tempo !== null) store.dispatch(setBeat, { tempo });
    },
    mute: () => store.dispatch(setLevel, { muted: !store.get().kept.level.muted }),
    random: () => store.dispatch(wander, anywhere(store.get().map.points)),
    vary: () => store.dispatch(vary, anotherSeed()),
    otherSide: () => hear(sideOf(store.get()) === "yours" ? "original" : "yours"),
    download: () => void mixing.save(),
  };
}
