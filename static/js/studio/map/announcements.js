/** @import { Store } from "../store.js" */

const REST_MS = 300; // a hand that moves on is not talked over

/** Tells those who listen to the page rather than look at it. @param {Store} store @param {HTMLElement} element */
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
