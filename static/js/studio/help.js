/** @import { Store } from "./store.js" */

/** The question mark opens and closes the page's help, unless it is being typed. @param {Store} _store @param {HTMLElement} element */
export function help(_store, element) {
  addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.matches("input:not([type=range]), textarea")) return;
    event.preventDefault();
    element.togglePopover();
  });
}
