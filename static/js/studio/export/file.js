/** @import { Services } from "../panels.js" */
/** @import { Store } from "../store.js" */
import { listenForCopy } from "../../shared/copylink.js";
import { part } from "../../shared/dom.js";
import { optionNamed } from "../options.js";
import { permalink } from "../permalink.js";
import { downloadOf, mixedUrl, mixInputs } from "../state/selectors.js";
import { chooseFormat } from "../state/travel.js";
import { dragOut } from "./dragout.js";

/** @param {Store} store @returns {boolean} whether the file is still to be mixed in this browser */
const isToBeMixed = (store) => mixInputs(store.get()) !== null && mixedUrl(store.get()) === null;

/**
 * A link that saves the sound's file on a click, or is dragged out as a file.
 * @param {Store} store @param {HTMLAnchorElement} link @param {Services} services
 */
function fileLink(store, link, { mixing }) {
  dragOut(link);
  link.addEventListener("click", (event) => {
    if (!isToBeMixed(store)) return;
    event.preventDefault();
    void mixing.save();
  });
  store.watch(downloadOf, ({ href, name }) => {
    if (!href) return;
    link.href = href;
    link.download = name;
    link.removeAttribute("aria-disabled");
    link.removeAttribute("role");
  });
}

/** @param {Store} store @param {HTMLElement} element @param {Services} services */
export function download(store, element, services) {
  if (element instanceof HTMLAnchorElement) fileLink(store, element, services);
}

/** The same file once more: this handle is larger and says the file's name. @param {Store} store @param {HTMLElement} element @param {Services} services */
export function namedFile(store, element, services) {
  const link = part(element, "#export-file", HTMLAnchorElement);
  const words = part(link, "span", HTMLElement);
  fileLink(store, link, services);
  store.watch(downloadOf, ({ name }) => (words.textContent = name));
}

/** The format of the file. @param {Store} store @param {HTMLElement} element */
export function format(store, element) {
  const buttons = /** @type {HTMLElement[]} */ ([...element.querySelectorAll("[data-option]")]);
  for (const button of buttons) {
    const { option = "", value = "" } = button.dataset;
    const usual = optionNamed(option).default === value;
    button.addEventListener("click", () => store.dispatch(chooseFormat, { [option]: usual ? null : value }));
  }
  store.watch(
    ({ sound }) => sound.options,
    (options) => {
      for (const button of buttons) {
        const { option = "", value } = button.dataset;
        button.setAttribute(
          "aria-pressed",
          String((options[option] ?? optionNamed(option).default) === value),
        );
      }
    },
  );
}

/** Copies the link to the sound. @param {Store} store @param {HTMLElement} element */
export function copyLink(store, element) {
  const button = part(element, "#copy-link", HTMLButtonElement);
  const status = part(element, "#copy-state", HTMLElement);
  listenForCopy(button, status, () => new URL(permalink(store.get().sound), location.href).href);
}
