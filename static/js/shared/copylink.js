import { part } from "./dom.js";

const SHOWN_MS = 1600;

/** Pages that were not loaded over HTTPS have no clipboard but this one. @param {string} text */
function copyFromField(text) {
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}

/** @param {string} text @returns {Promise<boolean>} */
async function copy(text) {
  const written = navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
  return (await written) || copyFromField(text);
}

/**
 * Copies a link on a click, and says so on the button and to screen readers.
 * @param {HTMLButtonElement} button @param {HTMLElement} status @param {() => string} link
 */
export function listenForCopy(button, status, link) {
  const words = part(button, "span", HTMLElement);
  const usual = words.textContent;
  let timer = 0;
  /** @param {string | null} said null is the button as it was */
  const say = (said) => {
    words.textContent = said ?? usual;
    status.textContent = said;
  };
  button.addEventListener("click", async () => {
    say((await copy(link())) ? "Copied" : "See address bar");
    clearTimeout(timer);
    timer = setTimeout(() => say(null), SHOWN_MS);
  });
}
