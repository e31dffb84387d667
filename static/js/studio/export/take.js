/** @import { State, Store } from "../store.js" */
import { listenForCopy } from "../../shared/copylink.js";
import { byId } from "../../shared/dom.js";
import { optionNamed, withOptions } from "../options.js";
import { permalink } from "../permalink.js";
import { dragOut } from "./dragout.js";

/** What file the sound becomes, and the ways to carry it off. */
export class TakePanel {
  #download = byId("download", HTMLAnchorElement);
  #file = byId("take-file", HTMLAnchorElement);
  #name = /** @type {HTMLElement} */ (this.#file.querySelector("span"));
  #buttons = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-option]")]);

  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    for (const button of this.#buttons) button.addEventListener("click", () => this.#choose(button));
    for (const link of [this.#download, this.#file]) dragOut(link);
    this.#file.addEventListener("click", (event) => {
      event.preventDefault();
      this.#download.click();
    });
    new MutationObserver(() => this.#showFile()).observe(this.#download, {
      attributeFilter: ["href", "download"],
    });
    listenForCopy(() => new URL(permalink(store.get()), location.href).href);
    store.subscribe((state) => this.#show(state));
  }

  /** @param {HTMLElement} button */
  #choose({ dataset: { option = "", value = "" } }) {
    const usual = optionNamed(option).default === value;
    this.store.set({ options: withOptions(this.store.get().options, { [option]: usual ? null : value }) });
  }

  /** @param {State} state */
  #show(state) {
    for (const button of this.#buttons) {
      const { option = "", value } = button.dataset;
      button.setAttribute(
        "aria-pressed",
        String((state.options[option] ?? optionNamed(option).default) === value),
      );
    }
  }

  /** One file, two handles: this one is larger and says its name. */
  #showFile() {
    const { href, download } = this.#download;
    this.#file.href = href;
    this.#file.download = download;
    if (this.#name.textContent !== download) this.#name.textContent = download;
  }
}
