/** @import { Tool } from "./state/state.js" */
/** @import { Store } from "./store.js" */
import { part } from "../shared/dom.js";
import { openTool } from "./state/kept.js";

/** @param {HTMLElement} tab @returns {Tool} */
const toolOf = (tab) => /** @type {Tool} */ (tab.dataset.tool);

/** @param {KeyboardEvent} event @param {HTMLElement[]} tabs @returns {HTMLElement | undefined} where a key leads to */
function nextTab({ key, target }, tabs) {
  const at = tabs.indexOf(/** @type {HTMLElement} */ (target));
  const steps = new Map([
    ["ArrowLeft", at - 1],
    ["ArrowRight", at + 1],
    ["Home", 0],
    ["End", -1],
  ]);
  const next = at < 0 ? undefined : steps.get(key);
  return next === undefined ? undefined : tabs.at(next % tabs.length);
}

/**
 * Shows one tool and hides the others. Tabs after the ARIA authoring practices: arrows move along them, Home and End
 * to their ends.
 * @param {Store} store @param {HTMLElement} element
 */
export function tools(store, element) {
  const tabs = /** @type {HTMLElement[]} */ ([...element.querySelectorAll("[role=tab]")]);
  for (const tab of tabs) tab.addEventListener("click", () => store.dispatch(openTool, toolOf(tab)));
  element.addEventListener("keydown", (event) => {
    const next = nextTab(event, tabs);
    if (!next) return;
    event.preventDefault();
    store.dispatch(openTool, toolOf(next));
    next.focus();
  });
  store.watch(
    ({ tool }) => tool,
    (tool) => {
      for (const tab of tabs) {
        const chosen = toolOf(tab) === tool;
        tab.setAttribute("aria-selected", String(chosen));
        tab.tabIndex = chosen ? 0 : -1;
        part(element, `#${tab.getAttribute("aria-controls")}`, HTMLElement).hidden = !chosen;
      }
    },
  );
}
