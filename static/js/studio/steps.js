const KEPT = 200;

/**
 * What was set, to step back and forth through. All that one gesture changes is one step.
 * @template T
 */
export class Steps {
  /** @type {T[]} */
  #past = [];
  /** @type {T[]} */
  #future = [];
  #isOpen = false; // a gesture whose first change is in #past already

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** The next change begins a step of its own. */
  begin() {
    this.#isOpen = false;
  }

  /** @param {T} before what the change left behind */
  changed(before) {
    if (!this.#isOpen) this.#past = [...this.#past, before].slice(-KEPT);
    this.#isOpen = true;
    this.#future = [];
  }

  /** @param {T} now @returns {T | undefined} what was there a step ago */
  undo(now) {
    return this.#travel(this.#past, this.#future, now);
  }

  /** @param {T} now @returns {T | undefined} what the last undo left behind */
  redo(now) {
    return this.#travel(this.#future, this.#past, now);
  }

  /** Forgets all steps. */
  reset() {
    this.#past = [];
    this.#future = [];
  }

  /** @param {T[]} from @param {T[]} to @param {T} now */
  #travel(from, to, now) {
    const target = from.pop();
    if (target === undefined) return undefined;
    to.push(now);
    this.begin();
    return target;
  }
}
