/** @import { Store } from "../store.js" */

/** Has a service worker keep page, models and sounds, once the first sound is there. @param {Store} store */
export function keepPage(store) {
  const end = store.whenChanged(
    ({ hearing }) => hearing.made !== null,
    () => {
      end();
      void navigator.serviceWorker?.register("/service-worker.js").catch(() => {}); // the studio plays without
    },
  );
}
