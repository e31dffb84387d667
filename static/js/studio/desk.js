/** @import { Store } from "./store.js" */

/** The page as a whole: how far it has loaded, and what cannot be used without a model. @param {Store} store @param {HTMLElement} element */
export function desk(store, element) {
  store.watch(
    ({ start }) => start.phase,
    (phase) => {
      element.dataset.state = phase;
      performance.mark(phase);
      for (const part of element.querySelectorAll(".voice, .sliders"))
        part.toggleAttribute("inert", phase === "empty" || phase === "failed");
    },
  );
}
