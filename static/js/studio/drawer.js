import { byId } from "../shared/dom.js";

/** @typedef {"sample" | "shape" | "beat" | "take"} Tool */

const tabs = () =>
  /** @type {HTMLElement[]} */ ([...byId("drawer", HTMLElement).querySelectorAll("[role=tab]")]);

/** Shows one tool and hides the others. @param {HTMLElement} chosen its tab */
function choose(chosen) {
  for (const tab of tabs()) {
    tab.setAttribute("aria-selected", String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
    byId(tab.getAttribute("aria-controls") ?? "", HTMLElement).hidden = tab !== chosen;
  }
}

/** @param {Tool} tool */
export const openTool = (tool) => choose(byId(`tab-${tool}`, HTMLElement));

/** Tabs after the ARIA authoring practices: arrows move along them, Home and End to their ends. */
export function listenForTabs() {
  for (const tab of tabs()) tab.addEventListener("click", () => choose(tab));
  byId("drawer", HTMLElement).addEventListener("keydown", (event) => {
    const all = tabs();
    const at = all.indexOf(/** @type {HTMLElement} */ (event.target));
    const steps = new Map([
      ["ArrowLeft", at - 1],
      ["ArrowRight", at + 1],
      ["Home", 0],
      ["End", -1],
    ]);
    const next = at < 0 ? undefined : steps.get(event.key);
    if (next === undefined) return;
    event.preventDefault();
    const tab = /** @type {HTMLElement} */ (all.at(next % all.length));
    choose(tab);
    tab.focus();
  });
}
