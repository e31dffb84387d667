// Runs before the page: moves the x slider, or runs the baseline, and returns when the sound began.
let onStart = () => {};
let newest = null;
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (when = 0, ...rest) {
  start.call(this, when, ...rest);
  onStart(this.context, Math.max(when, this.context.currentTime));
};

/** The page's times at which the audio clock begins a sound and at which it leaves for the loudspeaker. */
function timesOf(context, when) {
  const now = performance.now();
  const startMs = now + 1000 * (when - context.currentTime);
  const { contextTime, performanceTime } = context.getOutputTimestamp();
  const leaves = performanceTime
    ? performanceTime + 1000 * (when - contextTime)
    : startMs + 1000 * context.baseLatency;
  return { startMs, heardMs: Math.max(leaves, startMs) };
}

const ways = {
  studio(x) {
    const slider = document.querySelector("#x");
    slider.value = String(x);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  },
  async plain(x) {
    ways.context ??= new AudioContext();
    const address = new URL(document.querySelector("#download").href);
    address.searchParams.set("x", String(x));
    const sound = await ways.context.decodeAudioData(await (await fetch(address)).arrayBuffer());
    const source = new AudioBufferSourceNode(ways.context, { buffer: sound });
    source.connect(ways.context.destination);
    source.start();
  },
};

window.moveAndListen = async (way, x) => {
  performance.clearResourceTimings();
  const begin = performance.now();
  const times = new Promise((resolve) => {
    onStart = (context, when) => resolve(timesOf(context, when));
  });
  void ways[way](x);
  const { startMs, heardMs } = await times;
  onStart = () => {};
  await new Promise((resolve) => setTimeout(resolve, 50));
  newest = performance.getEntriesByType("resource").find(({ name }) => name.includes("sound.wav"));
  return {
    way,
    startMs: startMs - begin,
    heardMs: heardMs - begin,
    answerMs: newest ? newest.responseEnd - begin : null,
  };
};
