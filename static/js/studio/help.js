import { byId } from "../shared/dom.js";

/** The question mark opens and closes the page's help, unless it is being typed. */
export function listenForHelp() {
  addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.matches("input:not([type=range]), textarea")) return;
    event.preventDefault();
    byId("help", HTMLElement).togglePopover();
  });
}
