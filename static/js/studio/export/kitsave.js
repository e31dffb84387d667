/** @import { Store } from "../store.js" */
import { part } from "../../shared/dom.js";
import { Notice } from "../../shared/notice.js";
import { saveFile } from "../../shared/savefile.js";
import { failToSaveKit, kitSaved, saveKit } from "../state/kit.js";
import { keepsAttack } from "../state/selectors.js";
import { entriesOf, fetchKit, MOST, sizeOf } from "./kit.js";

/** Saves the kit, and says how that went. @param {Store} store @param {HTMLElement} element */
export function kitSaving(store, element) {
  const button = part(element, "#kit-save", HTMLButtonElement);
  const status = part(element, "#kit-state", HTMLElement);
  const notice = new Notice(part(element, "#kit-error", HTMLElement));

  async function save() {
    const held = [button, notice.button].some((one) => one === document.activeElement);
    store.dispatch(saveKit);
    try {
      const { content, name } = await fetchKit(store.get());
      saveFile(content, name);
      store.dispatch(kitSaved, keepsAttack(store.get()) ? "Saved, without your attack." : "Saved."); // the worker does not know the mix
    } catch (error) {
      store.dispatch(failToSaveKit, error);
    }
    if (held) (store.get().kit.error ? notice.button : button).focus(); // a disabled button had let go of it
  }

  button.addEventListener("click", () => void save());
  store.watch(
    (state) => [sizeOf(state), state.kit.busy],
    ([size, busy]) => {
      button.disabled = size === 0 || busy === true;
      part(button, "span", HTMLElement).textContent = size ? `Save kit of ${size}` : "Save kit";
    },
  );
  store.watch(
    (state) => state.kit.said || (entriesOf(state).length >= MOST ? "That is all a kit takes." : ""),
    (words) => (status.textContent = words),
  );
  store.watch(
    ({ kit }) => kit.error,
    (error) => (error ? notice.show(error, () => void save()) : notice.clear()),
  );
}
