/** @import { Renderer } from "../rendering/renderer.js" */
/** @import { Search } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { locate as ask } from "../../shared/api.js";
import { decode } from "../playback/sounds.js";
import { failToLocate, guess, locate } from "../state/sample.js";

/** The file as this browser reads it, to compare by ear; null for formats that only the studio reads. @param {File} file */
const readOriginal = async (file) => decode(await file.arrayBuffer()).catch(() => null);

/**
 * Sends the sample to the server each time that a search begins. Meanwhile the page looks for it by itself, where it can.
 * @param {Store} store @param {Renderer} renderer
 */
export function followSearch(store, renderer) {
  /** @param {Search} search @param {AudioBuffer | null} original */
  async function guessAt(search, original) {
    const found = original && !search.refined ? await renderer.locate(search.on, original) : null;
    if (found) store.dispatch(guess, search, found);
  }

  /** @param {Search} search */
  async function run(search) {
    const { file, on, refined } = search;
    try {
      const reading = readOriginal(file);
      void reading.then((original) => guessAt(search, original));
      const [match, original] = await Promise.all([ask(on, file, refined), reading]);
      store.dispatch(locate, search, match, original);
    } catch (error) {
      store.dispatch(failToLocate, search, error);
    }
  }

  store.whenChanged(
    ({ sample }) => [sample.search],
    ([search]) => search && void run(search),
  );
}
