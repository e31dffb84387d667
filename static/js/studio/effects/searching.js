/** @import { Search } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { locate as ask } from "../../shared/api.js";
import { decode } from "../playback/sounds.js";
import { failToLocate, locate } from "../state/sample.js";

/** The file as this browser reads it, to compare by ear; null for formats that only the studio reads. @param {File} file */
const readOriginal = async (file) => decode(await file.arrayBuffer()).catch(() => null);

/** Sends the sample to the server each time that a search begins. @param {Store} store */
export function followSearch(store) {
  /** @param {Search} search */
  async function run(search) {
    const { file, on, refined } = search;
    try {
      const [match, original] = await Promise.all([ask(on, file, refined), readOriginal(file)]);
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
