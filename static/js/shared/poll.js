/**
 * Reads repeatedly: often while a job runs, seldom otherwise, never while the page is hidden.
 * An answer that arrives after a newer reading began is not shown.
 * @template T
 */
export class Poll {
  #timer = 0;
  #turn = 0;

  /**
   * @param {Object} page
   * @param {(byTimer: boolean) => Promise<T>} page.read byTimer: no user asked for it
   * @param {(found: T) => boolean} page.show returns whether a job runs
   * @param {(error: unknown) => void} page.fail
   * @param {() => boolean} page.isHidden
   * @param {{busyMs: number, idleMs: number}} page.waits
   */
  constructor(page) {
    this.page = page;
  }

  /** Reads now. @param {boolean} [byTimer] */
  async refresh(byTimer = false) {
    clearTimeout(this.#timer);
    this.#turn += 1;
    const turn = this.#turn;
    const isBusy = await this.#read(turn, byTimer);
    if (turn === this.#turn && !this.page.isHidden()) this.#wait(isBusy);
  }

  /** @param {number} turn @param {boolean} byTimer */
  async #read(turn, byTimer) {
    try {
      const found = await this.page.read(byTimer);
      return turn === this.#turn && this.page.show(found);
    } catch (error) {
      if (turn === this.#turn) this.page.fail(error);
      return false;
    }
  }

  /** @param {boolean} isBusy */
  #wait(isBusy) {
    const { busyMs, idleMs } = this.page.waits;
    this.#timer = setTimeout(() => void this.refresh(true), isBusy ? busyMs : idleMs);
  }
}

/**
 * Polls a page of the dashboard: at once, and again when it becomes visible.
 * @template T
 * @param {Poll<T>} poll
 */
export function pollWhileSeen(poll) {
  document.addEventListener("visibilitychange", () => !document.hidden && void poll.refresh());
  void poll.refresh();
}
