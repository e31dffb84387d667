/** @import { State } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { encodeWav } from "../../shared/wav.js";
import { optionNamed } from "../options.js";
import { offerOwnFile } from "../state/hearing.js";

/** @param {State} state the sound that is heard, where the server cannot make its file */
const unsaved = ({ offline, hearing }) => (offline && hearing.made?.byPage ? hearing.made : null);

/** Makes the file of what the page has rendered while there is no network. Its name says so. @param {Store} store */
export function followSaving(store) {
  store.whenChanged(unsaved, (made) => {
    const { ownFile } = store.get();
    if (ownFile) URL.revokeObjectURL(ownFile.blob);
    if (!made) return store.dispatch(offerOwnFile, null);
    const bits = Number(made.of.options.bits ?? optionNamed("bits").default);
    const file = encodeWav(made.sound.getChannelData(0), made.sound.sampleRate, bits);
    store.dispatch(offerOwnFile, { of: made.of, blob: URL.createObjectURL(file) });
  });
}
