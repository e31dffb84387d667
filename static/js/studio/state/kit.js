/** @import { Entry, Kit, KitOf } from "../export/kit.js" */
/** @import { Position, State } from "./state.js" */
import { entriesOf, listsOf, MOST, versionOf } from "../export/kit.js";

/** Actions of the kit. */

/** @param {State} state @param {Partial<Kit>} change @returns {State} */
const kitting = (state, change) => ({ ...state, kit: { ...state.kit, ...change } });

/** @param {State} state @param {KitOf} of @returns {State} */
export const kitOf = (state, of) => kitting(state, { of, drawing: false, error: null });

/** @param {State} state @param {string} layout @returns {State} */
export const arrangeKit = (state, layout) => kitting(state, { layout, error: null });

/** @param {State} state @param {number} count @returns {State} the same where a kit cannot have so many */
export const setKitCount = (state, count) =>
  count >= 2 && count <= MOST ? kitting(state, { count: Math.round(count) }) : state;

/** @param {State} state @param {boolean} drawing whether the next stroke on the pad is a path @returns {State} */
export const drawKit = (state, drawing) => kitting(state, { drawing });

/** @param {State} state @param {readonly Entry[]} entries @returns {State} */
function withEntries(state, entries) {
  const { kit, sound } = state;
  const lists = { ...listsOf(kit, sound), [kit.of]: entries };
  return kitting(state, { lists: { ...kit.lists, [versionOf(sound)]: lists }, error: null, said: "" });
}

/** Adds the sound that is played. @param {State} state @returns {State} */
export function addToKit(state) {
  const { x, y, detail, seed } = state.sound;
  return withEntries(state, [...entriesOf(state), { x, y, detail, seed }]);
}

/** @param {State} state @param {number} at @returns {State} */
export const removeFromKit = (state, at) => withEntries(state, entriesOf(state).toSpliced(at, 1));

/** A path was drawn. @param {State} state @param {readonly Position[]} corners @returns {State} */
export function drawnKit(state, corners) {
  const { seed } = state.sound;
  return drawKit(
    withEntries(
      state,
      corners.map(({ x, y }) => ({ x, y, detail: null, seed })),
    ),
    false,
  );
}

/** @param {State} state @returns {State} */
export const saveKit = (state) => kitting(state, { busy: true, said: "making the kit…", error: null });

/** @param {State} state @param {string} said @returns {State} */
export const kitSaved = (state, said) => kitting(state, { busy: false, said });

/** @param {State} state @param {unknown} error @returns {State} */
export const failToSaveKit = (state, error) => kitting(state, { busy: false, said: "", error });
