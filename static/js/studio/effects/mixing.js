/** @import { MixInputs } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { make } from "../../shared/dom.js";
import { mixedFile } from "../sample/mixedfile.js";
import { failToHear, offerMix, withdrawMix } from "../state/hearing.js";
import { downloadOf, mixedUrl, mixInputs } from "../state/selectors.js";
import { isSame } from "../store.js";

const REST_MS = 300; // a file is made when the hand rests, or at once when it is asked for

/** @typedef {ReturnType<typeof followMix>} Mixing */

/** Makes the file with the sample's attack, which no address can carry, and saves the file that was requested. @param {Store} store */
export function followMix(store) {
  let timer = 0;

  /** A mix for an earlier state is dropped. */
  async function offer() {
    const wanted = mixInputs(store.get());
    if (!wanted || mixedUrl(store.get())) return;
    const file = await mixedFile(store.get().sound, wanted.file, wanted.splitMs);
    if (isSame(wanted, mixInputs(store.get())) && !mixedUrl(store.get()))
      store.dispatch(offerMix, wanted, URL.createObjectURL(file));
  }

  async function save() {
    try {
      await offer();
    } catch (error) {
      return store.dispatch(failToHear, { error, retry: "mix", at: performance.now() });
    }
    const { href, name } = downloadOf(store.get());
    if (href) make("a", { href, download: name }).click();
  }

  /** @param {MixInputs | null} wanted */
  function follow(wanted) {
    clearTimeout(timer);
    const { mixed } = store.get();
    if (mixed) URL.revokeObjectURL(mixed.blob);
    store.dispatch(withdrawMix);
    if (wanted) timer = setTimeout(() => void offer().catch(() => {}), REST_MS); // a click tries again, and reports the failure
  }

  store.whenChanged(mixInputs, follow);
  return { save };
}
