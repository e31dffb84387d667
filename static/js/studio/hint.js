import { byId } from "../shared/dom.js";
import { recall, remember } from "../shared/storage.js";

const MOVED = "drumscape-moved";

/** The one line that a first visit shows instead of a manual. */
export function showHint() {
  byId("hint", HTMLElement).hidden = recall(MOVED) !== null;
}

/** The user has moved: the line is gone for good. */
export function dismissHint() {
  const hint = byId("hint", HTMLElement);
  if (hint.hidden) return;
  hint.hidden = true;
  remember(MOVED, "1");
}
