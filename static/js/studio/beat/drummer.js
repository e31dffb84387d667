/** @import { Mixer } from "../playback/mixer.js" */
/** @import { Player } from "../playback/player.js" */
/** @import { Store } from "../store.js" */
/** @import { Row } from "./grooves.js" */

import { Channel } from "../playback/channel.js";
import { toGain } from "../playback/player.js";
import { lightStep } from "../state/beat.js";
import { Bank } from "./bank.js";
import { Clock } from "./clock.js";
import { accent, ROWS } from "./grooves.js";
import { ownRow, slotOf } from "./slots.js";

/** All three together stay below full scale: nothing limits or clips. @type {Record<Row, number>} */
const SHARES = { kick: 0.42, hat: 0.16, snare: 0.42 };
const BEAT = 4; // sixteenths
const PATIENCE_MS = 300; // how long the first bar waits for the other drums

/** Plays the sound on a clock: alone once a beat, or among other drums in a pattern of sixteen steps. */
export class Drummer {
  /** @type {Map<Row, Channel>} */
  #channels = new Map();
  /** @type {{step: number, when: number}[]} announced, not yet heard */
  #coming = [];

  /** @param {Store} store @param {Mixer} mixer @param {Player} player */
  constructor(store, mixer, player) {
    this.store = store;
    this.mixer = mixer;
    this.player = player;
    this.bank = new Bank(store);
    this.clock = new Clock(mixer, (step, when) => this.#strike(step, when));
    store.watch(
      ({ kept }) => kept.beat,
      ({ tempo, swing }) => Object.assign(this.clock.schedule, { tempo, swing }),
    );
    store.whenChanged(
      ({ beat }) => beat.mode,
      (mode) => this.#turn(mode),
    );
    store.whenChanged(ownRow, () => this.#share());
  }

  get #mode() {
    return this.store.get().beat.mode;
  }

  /** @param {"off" | "loop" | "beat"} mode */
  #turn(mode) {
    this.#stop();
    if (mode === "off") return;
    this.player.clocked = true;
    this.#share();
    if (mode === "beat") void this.#begin();
    else this.clock.start();
  }

  /** The other drums play along with the row that the sound takes now. */
  #share() {
    const among = this.#mode === "beat";
    this.player.share = among ? SHARES[ownRow(this.store.get())] : 1;
    if (among) void this.bank.fillAll();
  }

  /** The first bar has its first kick. */
  async #begin() {
    await Promise.race([this.bank.fillAll(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    if (this.#mode !== "beat" || this.clock.running) return;
    this.clock.start();
    this.#follow();
  }

  #stop() {
    this.clock.stop();
    this.player.cancel();
    for (const channel of this.#channels.values()) channel.cancel();
    Object.assign(this.player, { clocked: false, share: 1 });
    this.#coming = [];
  }

  /** @param {number} step @param {number} when */
  #strike(step, when) {
    if (this.#mode === "loop") {
      if (step % BEAT === 0) this.player.strike(when);
      return;
    }
    const { pattern } = this.store.get().kept.beat;
    this.#coming.push({ step, when });
    for (const row of ROWS) if (pattern[row][step] === "x") this.#strikeRow(row, step, when);
  }

  /** @param {Row} row @param {number} step @param {number} when */
  #strikeRow(row, step, when) {
    const velocity = accent(row, step);
    const { state, sound } = slotOf(this.store.get(), row);
    if (state === "own") return this.player.strike(when, velocity);
    const context = this.mixer.open();
    if (!sound || !context) return;
    const channel = this.#channels.get(row) ?? new Channel(context, this.mixer.output);
    this.#channels.set(row, channel);
    channel.strike(sound, when, SHARES[row] * toGain(velocity));
  }

  /** Lights the step that is heard now. */
  #follow() {
    if (this.#mode !== "beat") return;
    const now = this.mixer.open()?.currentTime ?? 0;
    const begun = this.#coming.filter(({ when }) => when <= now);
    const last = begun.at(-1);
    if (last) this.store.dispatch(lightStep, last.step);
    this.#coming = this.#coming.slice(begun.length);
    requestAnimationFrame(() => this.#follow());
  }
}
