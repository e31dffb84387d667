/** @import { Services } from "../panels.js" */
/** @import { Store } from "../store.js" */
import { part } from "../../shared/dom.js";

const NOTE_ON = 0x90;
const HARDEST = 127;

const ABSENT = "This browser has no MIDI. Use Chrome, Edge or Firefox.";
const REFUSED = "MIDI was refused. Allow it for this page, then press again.";
const NO_KEYS = "MIDI is on. Plug in a keyboard or pads and play.";

/** Plays the sound from any MIDI keyboard. Browsers ask for permission, so it is requested on a click only. */
export class Midi {
  /** @type {MIDIAccess | null} */
  #access = null;

  /** @param {Store} _store @param {HTMLElement} element @param {Services} services */
  constructor(_store, element, { player }) {
    this.player = player;
    this.button = part(element, "#midi", HTMLButtonElement);
    this.said = part(element, "#midi-said", HTMLElement);
    this.button.addEventListener("click", () => void (this.#access ? this.#stop() : this.#start()));
  }

  async #start() {
    if (!navigator.requestMIDIAccess) return this.#say(ABSENT);
    try {
      this.#access = await navigator.requestMIDIAccess();
    } catch {
      return this.#say(REFUSED);
    }
    this.#access.onstatechange = () => this.#listen();
    this.#listen();
  }

  #stop() {
    if (this.#access) this.#access.onstatechange = null;
    for (const input of this.#access?.inputs.values() ?? []) input.onmidimessage = null;
    this.#access = null;
    this.#say("");
  }

  #listen() {
    if (!this.#access) return;
    const inputs = [...this.#access.inputs.values()].filter(({ state }) => state === "connected");
    for (const input of inputs) input.onmidimessage = ({ data }) => this.#message(data);
    const names = inputs.map(({ name }) => name ?? "a MIDI input").join(", ");
    this.#say(names ? `Playing on ${names}.` : NO_KEYS);
  }

  /** Any note plays; a note without velocity is a released key. @param {Uint8Array | null} data */
  #message(data) {
    const [status = 0, , velocity = 0] = data ?? [];
    if ((status & 0xf0) === NOTE_ON && velocity) this.player.hit(velocity / HARDEST);
  }

  /** @param {string} words */
  #say(words) {
    this.said.textContent = words;
    this.said.title = words;
    this.button.setAttribute("aria-pressed", String(Boolean(this.#access)));
  }
}
