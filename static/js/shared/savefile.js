import { make } from "./dom.js";

const KEPT_MS = 60_000; // browsers read the file some time after the click

/** Hands the user a file that was made in memory. @param {Blob} content @param {string} name */
export function saveFile(content, name) {
  const url = URL.createObjectURL(content);
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
