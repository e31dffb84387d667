/** @typedef {import("wavesurfer.js").default} WaveSurfer */
/** @typedef {import("wavesurfer.js/plugins/spectrogram").default} Spectrogram */

const HOME = new URL("../../../npm/wavesurfer.js/", import.meta.url);

/**
 * wavesurfer.js, fetched once the page can be played: pictures wait for the sound, never the other way round.
 * @returns {Promise<typeof import("wavesurfer.js").default>}
 */
export const loadWaveSurfer = async () => (await import(`${HOME}wavesurfer.esm.js`)).default;

/** @returns {Promise<typeof import("wavesurfer.js/plugins/spectrogram").default>} */
export const loadSpectrogram = async () => (await import(`${HOME}plugins/spectrogram.esm.js`)).default;

/**
 * What every view has in common: it shows, and leaves playing, seeking and scrolling to the studio.
 * @param {HTMLElement} container its nonce admits the library's style element
 */
export const displayOnly = (container) => ({
  container,
  cspNonce: container.nonce,
  interact: false,
  cursorWidth: 0,
  hideScrollbar: true,
});
