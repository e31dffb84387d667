const PREFIX = "drumscape.";
const READING_MS = 10_000;

const NOWHERE = "This browser keeps nothing here. Export your sounds before you close the page.";
const FULL = "This browser has no room left. Export your sounds, or clear the history.";

/** @typedef {"heard" | "favourites" | "pins" | "beat" | "level"} Section */

/** @returns {Storage | null} null where the browser has none or refuses it */
function browserStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** What the studio remembers in this browser. It goes on in memory where the browser refuses, so nothing is lost before the page closes. */
export class Keep {
  /** @type {Storage | null} */
  #storage;
  /** @type {Map<Section, unknown>} */
  #values = new Map();
  /** @type {Map<Section, Set<() => void>>} */
  #listeners = new Map();

  #failing = false;

  /**
   * @param {(sentence: string | null, mayHelp: boolean) => void} onTrouble null once it is over; mayHelp: whether to retry
   * @param {Storage | null} [storage] @param {EventTarget} [events] where other windows' changes are announced
   */
  constructor(onTrouble, storage = browserStorage(), events = window) {
    this.onTrouble = onTrouble;
    this.#storage = storage;
    events.addEventListener("storage", (event) =>
      this.#changedElsewhere(/** @type {StorageEvent} */ (event).key),
    );
  }

  /** @param {Section} section @returns {unknown} undefined when nothing is kept; the reader checks what it gets */
  read(section) {
    if (!this.#values.has(section)) this.#values.set(section, this.#load(section));
    return this.#values.get(section);
  }

  /** @param {Section} section @param {unknown} value something that JSON can hold */
  write(section, value) {
    this.#values.set(section, value);
    try {
      if (!this.#storage) throw new TypeError("no storage");
      this.#storage.setItem(PREFIX + section, JSON.stringify(value));
      if (this.#failing) this.onTrouble(null, false);
      this.#failing = false;
    } catch {
      this.#failing = true;
      this.onTrouble(this.#storage ? FULL : NOWHERE, Boolean(this.#storage));
    }
  }

  /** Writes everything again. */
  retry() {
    for (const [section, value] of this.#values) if (value !== undefined) this.write(section, value);
  }

  /** @param {Section} section @param {() => void} listener called when another window or an import changed it */
  subscribe(section, listener) {
    const known = this.#listeners.get(section) ?? new Set();
    this.#listeners.set(section, known.add(listener));
  }

  /** @param {Section} section */
  announce(section) {
    for (const listener of this.#listeners.get(section) ?? []) listener();
  }

  /** @param {Section} section @returns {unknown} */
  #load(section) {
    const key = PREFIX + section;
    let text = null;
    try {
      text = this.#storage?.getItem(key) ?? null;
      return text === null ? undefined : JSON.parse(text);
    } catch {
      this.#setAside(key, text);
      return undefined;
    }
  }

  /** @param {string} key @param {string | null} text that is no JSON, so that a person may still mend it */
  #setAside(key, text) {
    try {
      if (text !== null) this.#storage?.setItem(`${key}.unreadable`, text);
      this.#storage?.removeItem(key);
    } catch {
      // a full storage keeps the text where it is until the next write
    }
    this.onTrouble("Some kept sounds could not be read. They are set aside, and a new list begins.", false);
    setTimeout(() => this.#failing || this.onTrouble(null, false), READING_MS);
  }

  /** @param {string | null} key null when everything was cleared */
  #changedElsewhere(key) {
    for (const section of this.#listeners.keys()) {
      if (key !== null && key !== PREFIX + section) continue;
      this.#values.delete(section);
      this.announce(section);
    }
  }
}
