/** @import { Kept, State } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { Problem } from "../../shared/api.js";
import { part } from "../../shared/dom.js";
import { saveFile } from "../../shared/savefile.js";
import { readPattern } from "../beat/grooves.js";
import { readBeat } from "../beat/setting.js";
import { forgetHeard, importKept } from "../state/kept.js";
import { readMoments } from "./moments.js";
import { readPins } from "./morph.js";

const FORMAT = "drumscape-sounds";
const LARGEST_FILE = 8_000_000;

const NOT_OURS = new Problem("This is not a file that Drumscape exported. Nothing was changed.", 0);

/** @param {Kept} kept @returns {Blob} */
function exported({ heard, favourites, pins, beat }) {
  const text = JSON.stringify({ format: FORMAT, heard, favourites, pins, beat }, null, 1);
  return new Blob([text], { type: "application/json" });
}

/** @param {File} file @returns {Promise<Partial<Kept>>} throws a Problem for any other file */
async function imported(file) {
  if (file.size > LARGEST_FILE) throw NOT_OURS;
  const given = parse(await file.text());
  const beat = /** @type {{pattern?: unknown} | undefined} */ (given.beat);
  return {
    heard: readMoments(given.heard),
    favourites: readMoments(given.favourites),
    pins: readPins(given.pins),
    ...(readPattern(beat?.pattern) ? { beat: readBeat(beat) } : {}),
  };
}

/** @param {string} text @returns {Record<string, unknown>} */
function parse(text) {
  try {
    const content = JSON.parse(text);
    if (content?.format === FORMAT) return content;
  } catch {
    // the caller reports it
  }
  throw NOT_OURS;
}

/** @param {State} state @returns {string} */
function counted({ kept }) {
  const [heard, favourites] = [kept.heard.length, kept.favourites.length];
  return `${heard} heard ${heard === 1 ? "sound" : "sounds"} and ${favourites} ${favourites === 1 ? "favourite" : "favourites"}`;
}

/** Exports what this browser keeps into a file, and imports such files. @param {Store} store @param {HTMLElement} element */
export function library(store, element) {
  const status = part(element, "#library-said", HTMLElement);
  const input = part(element, "#library-file", HTMLInputElement);

  /** @param {File} file */
  async function take(file) {
    try {
      store.dispatch(importKept, await imported(file));
      status.textContent = `Imported. You have ${counted(store.get())}.`;
    } catch (error) {
      status.textContent = (error instanceof Problem ? error : NOT_OURS).message;
    }
  }

  part(element, "#library-export", HTMLButtonElement).addEventListener("click", () => {
    const day = new Date().toISOString().slice(0, 10);
    saveFile(exported(store.get().kept), `drumscape-sounds-${day}.json`);
    status.textContent = `Exported ${counted(store.get())}.`;
  });
  part(element, "#library-forget", HTMLButtonElement).addEventListener("click", () => {
    store.dispatch(forgetHeard);
    status.textContent = "The history is cleared. Favourites stay.";
  });
  input.addEventListener("change", () => {
    if (input.files?.[0]) void take(input.files[0]);
    input.value = "";
  });
}
