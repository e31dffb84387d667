/** @import { State } from "./state/state.js" */

/** @typedef {ReturnType<typeof createStore<State>>} Store */

/**
 * @template T, V
 * @typedef {{select: (state: T) => V, run: (value: V) => void, seen: V}} Watcher
 */

/** @param {unknown} value @returns {value is Record<string, unknown>} a list or a plain object, no File and no AudioBuffer */
const isPlain = (value) =>
  Array.isArray(value) ||
  (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype);

/** @param {unknown} one @param {unknown} other @returns {boolean} whether both are the same, or lists or plain objects of the same values */
export function isSame(one, other) {
  if (Object.is(one, other)) return true;
  if (!isPlain(one) || !isPlain(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => Object.is(one[name], other[name]))
  );
}

/**
 * Holds a state that only actions change: an action is a pure function of the state and some values that returns the
 * next state.
 * @template T
 * @param {T} initial
 * @param {(state: T, before: T) => T} [settle] adds to each new state what follows from the change, such as a step to undo
 */
export function createStore(initial, settle = (state) => state) {
  let state = initial;
  let running = false;
  let changed = false;
  /** @type {Set<Watcher<T, any>>} in the order in which they came */
  const watchers = new Set();

  /** @param {Watcher<T, any>} watcher */
  function check(watcher) {
    const value = watcher.select(state);
    if (isSame(value, watcher.seen)) return;
    watcher.seen = value;
    watcher.run(value);
  }

  /** Runs the watchers whose values have changed, and again when one of them has dispatched. */
  function notify() {
    changed = true;
    if (running) return;
    running = true;
    try {
      while (changed) {
        changed = false;
        for (const watcher of watchers) check(watcher);
      }
    } finally {
      running = false;
    }
  }

  /**
   * Calls `run` each time that the selected value changes.
   * @template V
   * @param {(state: T) => V} select @param {(value: V) => void} run
   * @returns {() => void} ends it
   */
  function whenChanged(select, run) {
    /** @type {Watcher<T, V>} */
    const watcher = { select, run, seen: select(state) };
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  }

  return {
    get: () => state,
    whenChanged,
    /**
     * @template {unknown[]} V
     * @param {(state: T, ...values: V) => T} action @param {V} values
     */
    dispatch(action, ...values) {
      const next = settle(action(state, ...values), state);
      if (next === state) return;
      state = next;
      notify();
    },
    /**
     * Calls `run` at once and each time that the selected value changes.
     * @template V
     * @param {(state: T) => V} select @param {(value: V) => void} run
     * @returns {() => void} ends it
     */
    watch(select, run) {
      const end = whenChanged(select, run);
      run(select(state));
      return end;
    },
  };
}
