/** @import { Model } from "../../shared/api.js" */
/** @import { Row } from "./grooves.js" */
import { Problem, soundUrl } from "../../shared/api.js";
import { fetchSound } from "../playback/sounds.js";

const MIDDLE = 0.5; // a model's own place until somebody moves

/**
 * What a row of the beat plays: "own" the current sound, "ready" that of the studio's model of this name;
 * "absent" and "failed" nothing, and `why` says so.
 * @typedef {{state: "own" | "ready" | "waiting" | "absent" | "failed", sound: AudioBuffer | null, why: string}} Slot
 */

/** The drums that play along: the live models of the rows' names, each at its own place. */
export class Bank {
  /** @type {Map<Row, Slot>} */
  #slots = new Map();
  /** @type {Model[]} */
  #models = [];
  /** @type {Map<Row, Promise<void>>} */
  #filling = new Map();

  /** @param {(row: Row) => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
  }

  /** @param {Model[]} models */
  offer(models) {
    this.#models = models;
    this.#slots.clear();
  }

  /** @param {Row} row @returns {Slot} */
  slot(row) {
    const known = this.#slots.get(row);
    if (known) return known;
    if (this.#models.some(({ name }) => name === row))
      return { state: "waiting", sound: null, why: `Fetching the ${row}…` };
    return {
      state: "absent",
      sound: null,
      why: `This studio has no ${row} yet. A model named ${row} plays here.`,
    };
  }

  /** Fetches a row's drum unless it is there or on its way. @param {Row} row @returns {Promise<void>} */
  fill(row) {
    const filling = this.#filling.get(row) ?? this.#fetch(row).finally(() => this.#filling.delete(row));
    this.#filling.set(row, filling);
    return filling;
  }

  /** @param {Row} row */
  async #fetch(row) {
    const model = this.#models.find(({ name }) => name === row);
    if (!model || this.#slots.get(row)?.state === "ready") return;
    this.#put(row, { state: "waiting", sound: null, why: `Fetching the ${row}…` });
    try {
      this.#put(row, { state: "ready", sound: await fetchSound(addressOf(model)), why: "" });
    } catch (error) {
      const why = error instanceof Problem ? error.message : `The ${row} could not be read. Try again.`;
      this.#put(row, { state: "failed", sound: null, why });
    }
  }

  /** @param {Row} row @param {Slot} slot */
  #put(row, slot) {
    this.#slots.set(row, slot);
    this.onChange(row);
  }
}

/** @param {Model} model */
const addressOf = ({ name: model, version }) =>
  soundUrl({ model, version, x: MIDDLE, y: MIDDLE, detail: null, seed: 0, options: {} });
