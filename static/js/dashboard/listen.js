import { make } from "../shared/dom.js";

const player = new Audio();
/** @type {HTMLButtonElement | null} */
let sounding = null;
/** @type {(() => void) | null} */
let next = null;

player.addEventListener("ended", () => {
  light(null);
  next?.();
});

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
  player.src = url;
  void player.play().catch(() => undefined); // another one was clicked before this one came
}

/** @param {string} url @param {string} words @param {string} label what it plays, for who does not see the table */
export function playButton(url, words, label) {
  const button = make(
    "button",
    { class: "button", type: "button", "aria-label": label, "data-url": url },
    words,
  );
  button.addEventListener("click", () => play(button, url, null));
  return button;
}

/** Plays the sounds of several buttons, one after the other. @param {HTMLButtonElement[]} buttons */
export function playInTurn([first, ...rest]) {
  if (first) play(first, first.dataset.url ?? "", () => playInTurn(rest));
}
