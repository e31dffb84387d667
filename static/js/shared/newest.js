/**
 * Runs one job at a time. While one runs, only the newest request waits: older ones are forgotten, never queued.
 * @template T
 * @param {(value: T) => Promise<void>} job must not throw
 * @returns {(value: T) => void}
 */
export function newestOnly(job) {
  /** @type {{value: T} | null} */
  let waiting = null;
  let running = false;

  async function run() {
    running = true;
    while (waiting) {
      const { value } = waiting;
      waiting = null;
      await job(value);
    }
    running = false;
  }

  return (value) => {
    waiting = { value };
    if (!running) void run();
  };
}
