/** @import { Store } from "../store.js" */
import { fetchPitch } from "../../shared/api.js";
import { pitchUrl } from "../address.js";
import { notePitch } from "../state/hearing.js";
import { modelOf } from "../state/selectors.js";

const REST_MS = 200; // the hand only passes many locations

/** Fetches the note of the location that is played once the hand rests there. @param {Store} store */
export function followPitch(store) {
  let timer = 0;

  /** @param {string} url */
  async function fetchNote(url) {
    const hz = await fetchPitch(url).catch(() => null); // the user did not ask for it: no message
    store.dispatch(notePitch, url, hz);
  }

  store.whenChanged(
    (state) => (state.start.entered && modelOf(state)?.has_tune ? pitchUrl(state.sound) : ""),
    (url) => {
      clearTimeout(timer);
      if (url) timer = setTimeout(() => void fetchNote(url), REST_MS);
    },
  );
}
