/** @import { Keep } from "../../shared/keep.js" */
/** @import { Kept, View } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { recall, remember } from "../../shared/storage.js";
import { readBeat } from "../beat/setting.js";
import { readMoments } from "../history/moments.js";
import { readPins } from "../history/morph.js";
import { PROPERTIES } from "../map/shading.js";
import { readLevel } from "../playback/level.js";
import { keep as put } from "../state/kept.js";

const MOVED = "drumscape-moved";
const SHADED_BY = "drumscape-shading";
const AUDITION = "drumscape-audition";

const READERS = {
  heard: readMoments,
  favourites: readMoments,
  pins: readPins,
  beat: readBeat,
  level: readLevel,
};
const SECTIONS = /** @type {(keyof Kept)[]} */ (Object.keys(READERS));

/** @param {Pick<Keep, "read">} keep @returns {Kept} what this browser has kept, without broken entries */
export const readKept = (keep) =>
  /** @type {Kept} */ (
    Object.fromEntries(SECTIONS.map((section) => [section, READERS[section](keep.read(section))]))
  );

/** Writes what changed, and takes over what another window has changed. @param {Store} store @param {Keep} keep */
export function followKept(store, keep) {
  for (const section of SECTIONS) {
    let elsewhere = false;
    store.whenChanged(
      ({ kept }) => kept[section],
      (value) => elsewhere || keep.write(section, value),
    );
    keep.subscribe(section, () => {
      elsewhere = true;
      store.dispatch(put, { [section]: READERS[section](keep.read(section)) });
      elsewhere = false;
    });
  }
}

/** @returns {View} how this browser was left */
export function readView() {
  const shading = PROPERTIES.find((property) => property === recall(SHADED_BY)) ?? "brightness";
  return { shading, auditions: recall(AUDITION) !== "off", hint: recall(MOVED) === null };
}

/** @param {Store} store */
export function followView(store) {
  store.whenChanged(
    ({ view }) => view,
    ({ shading, auditions, hint }) => {
      remember(SHADED_BY, shading);
      remember(AUDITION, auditions ? "on" : "off");
      if (!hint) remember(MOVED, "1");
    },
  );
}
