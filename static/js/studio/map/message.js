/** @import { Store } from "../store.js" */
/** @import { Services } from "../panels.js" */
import { mayRetry, Problem } from "../../shared/api.js";
import { make } from "../../shared/dom.js";

/** @returns {Node[]} */
const nothingYet = () => [
  make("p", {}, "No sounds yet. Train and publish a model, then come back to play it."),
  make("a", { class: "button", href: "/dashboard/" }, "Open the dashboard"),
];

/** @param {unknown} error @param {() => void} retry offered where it can help @returns {Node[]} */
function failure(error, retry) {
  const said = error instanceof Problem ? error.message : "The studio could not start. Try again.";
  const again = make("button", { class: "button", type: "button", click: retry }, "Try again");
  return [make("p", { role: "alert" }, said), ...(mayRetry(error) ? [again] : [])];
}

/**
 * The message on the pad while there is no map: no model yet, or no answer from the server.
 * @param {Store} store @param {HTMLElement} element @param {Services} services
 */
export function mapMessage(store, element, { loading }) {
  store.watch(
    ({ start, map }) => [start.phase, start.error, map.error],
    ([phase, noStart, noMap]) => {
      element.hidden = phase !== "empty" && !noStart && !noMap;
      if (phase === "empty") element.replaceChildren(...nothingYet());
      else if (noStart) element.replaceChildren(...failure(noStart, () => void loading.start()));
      else if (noMap) element.replaceChildren(...failure(noMap, () => void loading.map()));
    },
  );
}
