import { byId } from "../shared/dom.js";

/** Controls that use the key themselves. @param {EventTarget | null} target @param {string} key */
function takesKey(target, key) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches("select, input:not([type=range]), textarea")) return true;
  return (key === " " || key === "Enter") && target.matches("button, a");
}

/** One key for each button, and no button that keeps the focus after a click and swallows the space bar. */
export function listenForKeys() {
  /** @type {Record<string, string>} */
  const buttons = {
    " ": "play",
    l: "loop",
    n: "take",
    d: "download",
    b: "beat-play",
    t: "tap",
    m: "mute",
    f: "favourite",
    r: "random",
  };
  for (let strength = 1; strength <= 9; strength += 1) buttons[strength] = `hit-${strength}`;

  addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey || event.altKey || takesKey(event.target, key)) return;
    const id = key === "a" ? otherSide() : buttons[key];
    if (!id) return;
    event.preventDefault();
    if (!event.repeat) byId(id, HTMLElement).click();
  });

  for (const button of document.querySelectorAll("button")) {
    button.addEventListener("mousedown", (event) => event.preventDefault());
  }
}

/** @returns {string} the comparison's button that is not pressed */
function otherSide() {
  const yours = byId("hear-yours", HTMLElement);
  return yours.getAttribute("aria-pressed") === "true" ? "hear-original" : "hear-yours";
}
