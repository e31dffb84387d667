import { byId } from "./dom.js";

const REST_MS = 300; // a hand that moves on is not talked over

let timer = 0;

/** Tells those who listen to the page rather than look at it. @param {string} words */
export function announce(words) {
  clearTimeout(timer);
  timer = setTimeout(() => (byId("announcements", HTMLElement).textContent = words), REST_MS);
}
