/** @import { Store } from "../store.js" */
import { momentOf } from "../history/moments.js";
import { rememberHeard } from "../state/kept.js";

const REST_MS = 600; // sounds that the hand only passes are not remembered

/** Adds the sound that was heard to the history once the hand rests. @param {Store} store */
export function rememberSounds(store) {
  let timer = 0;
  store.whenChanged(
    ({ hearing }) => hearing.made,
    (made) => {
      if (!made?.audible) return;
      clearTimeout(timer);
      timer = setTimeout(() => store.dispatch(rememberHeard, momentOf(made.of, made.sound)), REST_MS);
    },
  );
  store.whenChanged(
    ({ kept }) => kept.heard.length === 0,
    () => clearTimeout(timer),
  );
}
