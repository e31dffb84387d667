/** @import { Keep } from "../../shared/keep.js" */
import { Problem } from "../../shared/api.js";
import { byId, make } from "../../shared/dom.js";
import { readPattern } from "../beat/grooves.js";
import { merged, readMoments } from "./moments.js";
import { readPins } from "./morph.js";

const FORMAT = "drumscape-sounds";
const LARGEST_FILE = 8_000_000;
const KINDS = /** @type {const} */ (["heard", "favourites", "pins", "beat"]);

const NOT_OURS = new Problem("This is not a file that Drumscape exported. Nothing was changed.", 0);

/** What this browser keeps, as a file: out to take it elsewhere, in to have it back. */
export class Library {
  #said = byId("library-said", HTMLElement);

  /** @param {Keep} keep @param {() => void} onForget */
  constructor(keep, onForget) {
    this.keep = keep;
    const file = byId("library-file", HTMLInputElement);
    byId("library-export", HTMLButtonElement).addEventListener("click", () => this.#export());
    byId("library-forget", HTMLButtonElement).addEventListener("click", () => {
      onForget();
      this.#said.textContent = "The history is cleared. Favourites stay.";
    });
    file.addEventListener("change", () => {
      if (file.files?.[0]) void this.#import(file.files[0]);
      file.value = "";
    });
  }

  #export() {
    const content = Object.fromEntries(KINDS.map((kind) => [kind, this.keep.read(kind)]));
    const text = JSON.stringify({ format: FORMAT, ...content }, null, 1);
    const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    make("a", {
      href: url,
      download: `drumscape-sounds-${new Date().toISOString().slice(0, 10)}.json`,
    }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    this.#said.textContent = `Exported ${this.#count()}.`;
  }

  /** @param {File} file */
  async #import(file) {
    try {
      if (file.size > LARGEST_FILE) throw NOT_OURS;
      this.#take(parse(await file.text()));
      this.#said.textContent = `Imported. You have ${this.#count()}.`;
    } catch (error) {
      this.#said.textContent = (error instanceof Problem ? error : NOT_OURS).message;
    }
  }

  /** Lists grow; pins and pattern are replaced where the file has some. @param {Record<string, unknown>} given */
  #take(given) {
    for (const kind of /** @type {const} */ (["heard", "favourites"])) {
      this.keep.write(kind, merged(readMoments(this.keep.read(kind)), readMoments(given[kind])));
    }
    const pins = readPins(given.pins);
    if (Object.keys(pins).length) this.keep.write("pins", pins);
    const beat = /** @type {{pattern?: unknown} | undefined} */ (given.beat);
    if (readPattern(beat?.pattern)) this.keep.write("beat", beat);
    for (const kind of KINDS) this.keep.announce(kind);
  }

  #count() {
    const [heard, favourites] = [
      readMoments(this.keep.read("heard")).length,
      readMoments(this.keep.read("favourites")).length,
    ];
    return `${heard} heard ${heard === 1 ? "sound" : "sounds"} and ${favourites} ${favourites === 1 ? "favourite" : "favourites"}`;
  }
}

/** @param {string} text @returns {Record<string, unknown>} */
function parse(text) {
  try {
    const content = JSON.parse(text);
    if (content?.format === FORMAT) return content;
  } catch {
    // said below
  }
  throw NOT_OURS;
}
