/** @import { Store } from "../store.js" */

const REST_MS = 300; // no announcement while the hand moves

/** Announces sentences to screen readers once the hand rests. @param {Store} store @param {HTMLElement} element */
export function announcements(store, element) {
  let timer = 0;
  store.whenChanged(
    ({ map }) => map.said,
    (said) => {
      clearTimeout(timer);
      timer = setTimeout(() => (element.textContent = said), REST_MS);
    },
  );
}
