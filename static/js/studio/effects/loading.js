/** @import { Store } from "../store.js" */
import { fetchMap, listModels } from "../../shared/api.js";
import { awaitMap, failMap, failToStart, offerModels, showMap, startLoading } from "../state/start.js";

/** @typedef {ReturnType<typeof followModels>} Loading */

/** Fetches the models, and the map of the version that is played: an old link keeps the map of its own version. @param {Store} store */
export function followModels(store) {
  async function start() {
    store.dispatch(startLoading);
    try {
      store.dispatch(offerModels, await listModels());
    } catch (error) {
      store.dispatch(failToStart, error);
    }
  }

  async function map() {
    const { model, version } = store.get().sound;
    const of = { model, version };
    store.dispatch(awaitMap, of);
    try {
      store.dispatch(showMap, of, await fetchMap(model, version));
    } catch (error) {
      store.dispatch(failMap, of, error);
    }
  }

  store.whenChanged(
    ({ start, sound }) => [start.entered, sound.model, sound.version],
    ([entered]) => entered && void map(),
  );
  return { start, map };
}
