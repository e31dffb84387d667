/** @import { Commands } from "./commands.js" */
import { HARDEST } from "./playback/keys.js";

/** Controls that use the key themselves. @param {EventTarget | null} target @param {string} key */
function takesKey(target, key) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches("select, input:not([type=range]), textarea")) return true;
  return (key === " " || key === "Enter") && target.matches("button, a");
}

/** @param {Commands} commands @returns {Record<string, (event: KeyboardEvent) => void>} by key */
const keysOf = (commands) => ({
  " ": commands.play,
  a: commands.otherSide,
  l: commands.loop,
  n: commands.vary,
  d: commands.download,
  b: commands.beat,
  t: ({ timeStamp }) => commands.tap(timeStamp),
  m: commands.mute,
  f: () => void commands.favourite(),
  r: commands.random,
});

/** One key for each command, and no button that keeps the focus after a click and swallows the space bar. @param {Commands} commands */
export function listenForKeys(commands) {
  const keys = keysOf(commands);
  addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey || event.altKey || takesKey(event.target, key)) return;
    const strength = /^[1-9]$/.test(key) ? Number(key) : 0;
    const run = strength ? () => commands.hit(strength / HARDEST) : keys[key];
    if (!run) return;
    event.preventDefault();
    if (!event.repeat) run(event);
  });
  addEventListener("mousedown", (event) => {
    if (event.target instanceof Element && event.target.closest("button")) event.preventDefault();
  });
}
