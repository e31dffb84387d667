/** @import { Model } from "../../shared/api.js" */
/** @import { Store } from "../store.js" */
/** @import { Row } from "./grooves.js" */
import { mayRetry, Problem } from "../../shared/api.js";
import { soundUrl } from "../address.js";
import { fetchSound } from "../playback/sounds.js";
import { fillSlot } from "../state/beat.js";
import { ROWS } from "./grooves.js";
import { ownRow, waitingFor } from "./slots.js";

const MIDDLE = 0.5; // a model's position before the first move

/** @param {Model} model */
const addressOf = ({ name: model, version }) =>
  soundUrl({ model, version, x: MIDDLE, y: MIDDLE, detail: null, seed: 0, options: {} });

/** Fetches the drums that play along: the live models of the rows' names, each at its own position. */
export class Bank {
  /** @type {Map<Row, Promise<void>>} */
  #filling = new Map();

  /** @param {Store} store */
  constructor(store) {
    this.store = store;
  }

  /** Fetches every row's drum but the one of the sound that is heard. */
  fillAll() {
    const own = ownRow(this.store.get());
    return Promise.all(ROWS.filter((row) => row !== own).map((row) => this.fill(row)));
  }

  /** Fetches a row's drum unless it is there or on its way. @param {Row} row @returns {Promise<void>} */
  fill(row) {
    const filling = this.#filling.get(row) ?? this.#fetch(row).finally(() => this.#filling.delete(row));
    this.#filling.set(row, filling);
    return filling;
  }

  /** @param {Row} row */
  async #fetch(row) {
    const { start, beat } = this.store.get();
    const model = start.models.find(({ name }) => name === row);
    if (!model || beat.slots[row]?.state === "ready") return;
    this.store.dispatch(fillSlot, row, waitingFor(row));
    try {
      const sound = await fetchSound(addressOf(model));
      this.store.dispatch(fillSlot, row, { state: "ready", sound, why: "" });
    } catch (error) {
      const why = error instanceof Problem ? error.message : `The ${row} could not be read. Try again.`;
      this.store.dispatch(fillSlot, row, { state: "failed", sound: null, why, retry: mayRetry(error) });
    }
  }
}
