/** @typedef {Readonly<Record<string, string>>} Options */

/**
 * What the studio plays: everything the permalink holds, nothing else.
 * @typedef {Object} State
 * @property {string} model
 * @property {string} version
 * @property {number} x
 * @property {number} y
 * @property {string | null} detail base64url; null is what is typical at the place
 * @property {number} seed
 * @property {Options} options what differs from the sound as it is: shape and file format, texts as in an address
 */

/** @typedef {ReturnType<typeof createStore<State>>} Store */

/** @typedef {Pick<State, "model" | "version">} Played a version, and so a map */

/** @param {Played} one @param {Played} other */
export const playSame = (one, other) => one.model === other.model && one.version === other.version;

/**
 * @template T
 * @param {T} initial
 */
export function createStore(initial) {
  let state = initial;
  /** @type {Set<(state: T, before: T) => void>} */
  const listeners = new Set();
  return {
    get: () => state,
    /** @param {Partial<T>} change */
    set(change) {
      const before = state;
      state = { ...state, ...change };
      for (const listener of listeners) listener(state, before);
    },
    /** @param {(state: T, before: T) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
    },
  };
}
