/** @import { Store } from "./store.js" */
import { rendersHere } from "./state/selectors.js";

/** The page as a whole: its loading state, and controls that need a model. @param {Store} store @param {HTMLElement} element */
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
  store.watch(rendersHere, (here) => (element.dataset.renders = here ? "page" : "server"));
}
