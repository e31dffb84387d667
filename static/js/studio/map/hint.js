/** @import { Store } from "../store.js" */

/** The one line that a first visit shows instead of a manual. @param {Store} store @param {HTMLElement} element */
export function hint(store, element) {
  store.watch(
    ({ view }) => view.hint,
    (shown) => (element.hidden = !shown),
  );
}
