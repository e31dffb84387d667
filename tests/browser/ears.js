// Runs before the page: notes every sound that really starts to play, and reports broken content policies as errors.
window.heard = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...when) {
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
