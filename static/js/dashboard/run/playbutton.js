import { make } from "../../shared/dom.js";

/** @type {HTMLAudioElement | undefined} */
let player;
/** @type {HTMLButtonElement | null} */
let sounding = null;
/** @type {(() => void) | null} */
let next = null;

/** @returns {HTMLAudioElement} the page's one player: a sound ends when another begins */
function openPlayer() {
  if (player) return player;
  player = new Audio();
  player.addEventListener("ended", () => {
    light(null);
    next?.();
  });
  return player;
}

/** @param {HTMLButtonElement | null} button the one whose sound is heard */
function light(button) {
  sounding?.classList.remove("sounding");
  sounding = button;
  sounding?.classList.add("sounding");
}

/** @param {HTMLButtonElement} button @param {string} url @param {(() => void) | null} then */
function play(button, url, then) {
  next = then;
  light(button);
  openPlayer().src = url;
  void openPlayer()
    .play()
    .catch(() => undefined); // another one was clicked before this one came
}

/** @param {string} url @param {string} words @param {string} label what it plays, for users who do not see the table */
export function playButton(url, words, label) {
  const properties = { class: "button", type: "button", "aria-label": label, "data-url": url };
  const button = make("button", properties, words);
  button.addEventListener("click", () => play(button, url, null));
  return button;
}

/** Plays the sounds of several buttons, one after the other. @param {HTMLButtonElement[]} buttons */
export function playInTurn([first, ...rest]) {
  if (first) play(first, first.dataset.url ?? "", () => playInTurn(rest));
}
