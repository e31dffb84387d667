/** @import { Landmark } from "../shared/api.js" */
/** @import { Keep } from "../shared/keep.js" */
/** @import { State } from "./store.js" */
import { History } from "./history/history.js";
import { Library } from "./history/library.js";
import { Morph } from "./history/morph.js";
import { Wander } from "./map/wander.js";
import { Undo } from "./undo.js";

/**
 * @typedef {Object} Ways how the studio goes somewhere
 * @property {() => State} state
 * @property {(state: State) => void} goTo glides to a whole state
 * @property {(state: State) => void} follow the same while a hand moves
 * @property {(place: {x: number, y: number}) => void} wander goes to a place and takes a sample's character along
 */

/** All that leads back or elsewhere: undo, history, favourites, chance, the way between two pins. */
export class Memory {
  /** @param {Keep} keep @param {Ways} ways */
  constructor(keep, { state, goTo, follow, wander }) {
    this.undo = new Undo(state, goTo);
    this.history = new History(keep, state, goTo);
    this.wander = new Wander(state, wander);
    new Morph(keep, state, follow);
    new Library(keep, () => this.history.forget());
  }

  /** The state was set. @param {State} state @param {State} before */
  changed(state, before) {
    this.undo.changed(state, before);
    this.history.mark(state);
  }

  /** @param {State} state @param {AudioBuffer} sound */
  heard(state, sound) {
    this.history.heard(state, sound);
  }

  /** @param {Landmark[]} points */
  setPoints(points) {
    this.wander.setPoints(points);
  }
}
