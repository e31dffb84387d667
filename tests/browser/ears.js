// Runs before the page: notes every sound that really starts to play and every request that the page makes with fetch,
// and reports broken content policies as errors.
window.heard = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...when) {
  window.audioClock = this.context;
  const samples = this.buffer.getChannelData(0);
  let peak = 0;
  let fingerprint = 0;
  for (let i = 0; i < samples.length; i += 1) {
    peak = Math.max(peak, Math.abs(samples[i]));
    fingerprint = (Math.imul(fingerprint, 31) + Math.round(samples[i] * 32767)) | 0;
  }
  window.heard.push({
    peak,
    fingerprint,
    length: samples.length,
    rate: this.buffer.sampleRate,
    when: when[0] ?? 0,
  });
  return start.apply(this, when);
};
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`content policy: ${event.violatedDirective} refuses ${event.blockedURI}`);
});

// Each request from its beginning to its answer or its end.
window.flights = [];
const realFetch = window.fetch;
window.fetch = function (resource, options) {
  const url = new URL(resource instanceof Request ? resource.url : resource, location.href).href;
  const beside = window.flights.filter((flight) => flight.outcome === null);
  const flight = { url, beside, outcome: null, changed: Date.now() };
  const land = (outcome) => {
    flight.outcome ??= outcome;
    flight.changed = Date.now();
  };
  window.flights.push(flight);
  options?.signal?.addEventListener("abort", () => land("given up"));
  const answer = realFetch.call(this, resource, options);
  answer.then(
    () => land("answered"),
    () => land("failed"),
  );
  return answer;
};
