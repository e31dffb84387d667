/** @import { Model } from "../../shared/api.js" */
/** @import { Row } from "./grooves.js" */
/** @import { Keep } from "../../shared/keep.js" */
/** @import { Mixer } from "../playback/mixer.js" */
/** @import { Player } from "../playback/player.js" */
/** @import { Slot } from "./bank.js" */

import { byId } from "../../shared/dom.js";
import { Channel } from "../playback/channel.js";
import { toGain } from "../playback/player.js";
import { Bank } from "./bank.js";
import { BeatPanel, readBeat } from "./beatpanel.js";
import { Clock } from "./clock.js";
import { Grid } from "./grid.js";
import { accent, ROWS, withStep } from "./grooves.js";

/** All three together stay below full scale: nothing limits or clips. @type {Record<Row, number>} */
const SHARES = { kick: 0.42, hat: 0.16, snare: 0.42 };
const BEAT = 4; // sixteenths
const PATIENCE_MS = 300; // how long the first bar waits for the other drums

/** @type {Slot} */
const OWN = { state: "own", sound: null, why: "" };

/** The current sound on a clock: alone once a beat, or among other drums in a pattern of sixteen steps. */
export class Beat {
  /** @type {"off" | "loop" | "beat"} */
  #mode = "off";
  #model = "";
  /** @type {Map<Row, Channel>} */
  #channels = new Map();
  /** @type {{step: number, when: number}[]} announced, not yet heard */
  #coming = [];

  /** @param {Mixer} mixer @param {Player} player @param {Keep} keep */
  constructor(mixer, player, keep) {
    this.mixer = mixer;
    this.player = player;
    this.keep = keep;
    this.clock = new Clock(mixer, (step, when) => this.#strike(step, when));
    this.bank = new Bank((row) => this.#fill(row));
    this.grid = new Grid(
      (row, step, on) => this.#change({ pattern: withStep(this.#kept.pattern, row, step, on) }),
      (row) => void this.bank.fill(row),
    );
    this.panel = new BeatPanel((change) => this.#change(change));
    keep.subscribe("beat", () => this.#show());
    byId("loop", HTMLButtonElement).addEventListener("click", () => this.#turn("loop"));
    byId("beat-play", HTMLButtonElement).addEventListener("click", () => this.#turn("beat"));
    this.#show();
  }

  /** @param {Model[]} models */
  offer(models) {
    this.bank.offer(models);
    this.#fillAll();
  }

  /** The current sound takes the row of its model's name, else the snare's. @param {string} model */
  show(model) {
    if (this.#model === model) return;
    this.#model = model;
    this.#fillAll();
  }

  /** @returns {Row} */
  get #own() {
    return ROWS.find((row) => row === this.#model) ?? "snare";
  }

  get #kept() {
    return readBeat(this.keep.read("beat"));
  }

  /** @param {Partial<import("./beatpanel.js").BeatSetting>} change */
  #change(change) {
    this.keep.write("beat", { ...this.#kept, ...change });
    this.#show();
  }

  #show() {
    const { pattern, tempo, swing } = this.#kept;
    this.grid.show(pattern);
    this.panel.show({ pattern, tempo, swing });
    Object.assign(this.clock.schedule, { tempo, swing });
    this.pattern = pattern;
  }

  #fillAll() {
    for (const row of ROWS) this.#fill(row);
    this.player.share = this.#mode === "beat" ? SHARES[this.#own] : 1;
    if (this.#mode === "beat") void this.#fetch();
  }

  /** @param {Row} row */
  #fill(row) {
    const own = row === this.#own;
    this.grid.fill(row, own ? this.#model || row : row, own ? OWN : this.bank.slot(row));
  }

  #fetch() {
    return Promise.all(ROWS.filter((row) => row !== this.#own).map((row) => this.bank.fill(row)));
  }

  /** @param {"loop" | "beat"} mode */
  #turn(mode) {
    this.#mode = this.#mode === mode ? "off" : mode;
    byId("loop", HTMLButtonElement).setAttribute("aria-pressed", String(this.#mode === "loop"));
    byId("beat-play", HTMLButtonElement).setAttribute("aria-pressed", String(this.#mode === "beat"));
    this.#stop();
    if (this.#mode === "off") return;
    this.player.clocked = true;
    this.#fillAll();
    if (mode === "beat") void this.#begin();
    else this.clock.start();
  }

  /** The first bar has its first kick. */
  async #begin() {
    await Promise.race([this.#fetch(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
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
    this.grid.light(-1);
  }

  /** @param {number} step @param {number} when */
  #strike(step, when) {
    if (this.#mode === "loop") {
      if (step % BEAT === 0) this.player.strike(when);
      return;
    }
    this.#coming.push({ step, when });
    for (const row of ROWS) if (this.pattern?.[row][step] === "x") this.#strikeRow(row, step, when);
  }

  /** @param {Row} row @param {number} step @param {number} when */
  #strikeRow(row, step, when) {
    const velocity = accent(row, step);
    if (row === this.#own) return this.player.strike(when, velocity);
    const { sound } = this.bank.slot(row);
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
    if (last) this.grid.light(last.step);
    this.#coming = this.#coming.slice(begun.length);
    requestAnimationFrame(() => this.#follow());
  }
}
