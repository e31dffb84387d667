/** @import { State } from "./store.js" */

/** @param {string} text */
const signed = (text) => (text.startsWith("-") ? text : `+${text}`);

/** @param {string} seconds */
const milliseconds = (seconds) => Math.floor(1000 * Number(seconds) + 0.5);

/** @param {string} hertz */
const whole = (hertz) => Math.floor(Number(hertz) + 0.5);

/** How a file's name tells each option that is not at its default, in this order. @type {Record<string, (text: string) => string>} */
const PARTS = {
  seed: (text) => `take${text}`,
  tune: (text) => `tune${signed(text)}`,
  pitch: (text) => `pitch${signed(text)}`,
  length: (text) => `length${milliseconds(text)}ms`,
  fade: (text) => `fade${milliseconds(text)}ms`,
  gain: (text) => `gain${signed(text)}dB`,
  lowcut: (text) => `lowcut${whole(text)}Hz`,
  highcut: (text) => `highcut${whole(text)}Hz`,
  bits: (text) => `${text}bit`,
  rate: (text) => `${Math.floor(Number(text) / 1000 + 0.5)}k`,
  norm: () => "own-level",
  trim: () => "trimmed",
};

/**
 * A name that says what the sound is, the same that the server gives (`webui/addresses.py`).
 * @param {State} state
 */
export function fileName({ model, version, x, y, detail, seed, options }) {
  /** @type {Record<string, string>} */
  const texts = seed ? { ...options, seed: String(seed) } : { ...options };
  const parts = Object.entries(PARTS).flatMap(([name, part]) =>
    name in texts ? [part(texts[name] ?? "")] : [],
  );
  return `${[
    "drumscape",
    model,
    `v${version}`,
    `x${x.toFixed(2)}-y${y.toFixed(2)}`,
    ...(detail ? ["detail"] : []),
    ...parts,
  ].join("-")}.wav`;
}
