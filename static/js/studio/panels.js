/** @import { Landmark } from "../shared/api.js" */
/** @import { Commands } from "./commands.js" */
/** @import { Loading } from "./effects/loading.js" */
/** @import { Mixing } from "./effects/mixing.js" */
/** @import { Drummer } from "./beat/drummer.js" */
/** @import { Player } from "./playback/player.js" */
/** @import { Store } from "./store.js" */
import { Grid } from "./beat/grid.js";
import { grooves, swing, tempo } from "./beat/panels.js";
import { desk } from "./desk.js";
import { copyLink, download, format, namedFile } from "./export/file.js";
import { kitList } from "./export/kitlist.js";
import { kitAdding, kitChoices } from "./export/kitpanel.js";
import { kitSaving } from "./export/kitsave.js";
import { PathLayer } from "./export/path.js";
import { help } from "./help.js";
import { chance } from "./history/chance.js";
import { history } from "./history/history.js";
import { library } from "./history/library.js";
import { morph } from "./history/morph.js";
import { keepProblem } from "./history/problem.js";
import { undoButtons } from "./history/undo.js";
import { announcements } from "./map/announcements.js";
import { hint } from "./map/hint.js";
import { legend } from "./map/legend.js";
import { mapMessage } from "./map/message.js";
import { Pad } from "./map/pad.js";
import { sliders } from "./map/sliders.js";
import { tune } from "./map/tune.js";
import { modelMenu } from "./modelmenu.js";
import { network } from "./network.js";
import { hitKeys } from "./playback/keys.js";
import { level } from "./playback/level.js";
import { Midi } from "./playback/midi.js";
import { silence, soundProblem, soundView } from "./playback/soundview.js";
import { transport } from "./playback/transport.js";
import { attack } from "./sample/attack.js";
import { compare } from "./sample/compare.js";
import { detail } from "./sample/detail.js";
import { drop } from "./sample/drop.js";
import { sampleProblem } from "./sample/problem.js";
import { sample } from "./sample/sample.js";
import { shaping } from "./shape/shape.js";
import { tools } from "./tools.js";

/**
 * Services that panels may call besides the store.
 * @typedef {Object} Services
 * @property {Player} player
 * @property {Commands} commands
 * @property {Drummer} drummer
 * @property {{again: () => void}} sounds
 * @property {Mixing} mixing
 * @property {Loading} loading
 * @property {{retry: () => void}} keeping
 * @property {(landmark: Landmark) => Promise<void>} audition
 */

/** @typedef {(store: Store, element: HTMLElement, services: Services) => unknown} Mount renders from the store into one element and dispatches to the store */

/** @typedef {new (store: Store, element: HTMLElement, services: Services) => unknown} PanelClass */

/** @param {PanelClass} Panel @returns {Mount} with the name of its class */
const made = (Panel) =>
  Object.defineProperty(
    /** @type {Mount} */ ((store, element, services) => new Panel(store, element, services)),
    "name",
    { value: Panel.name },
  );

/** Each panel with the selector of its one element. Panels that are mounted first render first. @type {[string, Mount][]} */
export const PANELS = [
  ["body", desk],
  ["header.bar", modelMenu],
  [".sliders", sliders],
  ["#tune-row", tune],
  ["#pad", made(Pad)],
  ["#pad", made(PathLayer)],
  ["#hint", hint],
  ["#pad-message", mapMessage],
  ["#legend", legend],
  ["#announcements", announcements],
  [".sound", soundView],
  [".transport", transport],
  [".level", level],
  ["#download", download],
  ["#silence", silence],
  ["#network", network],
  ["#sound-error", soundProblem],
  ["#drawer", tools],
  ["#sample", sample],
  ["#sample-error", sampleProblem],
  ["#compare", compare],
  ["#detail-row", detail],
  ["#attack-row", attack],
  ["#drop-veil", drop],
  ["#shape", shaping],
  ["#beat", tempo],
  ["#beat", swing],
  ["#beat", grooves],
  ["#beat", made(Midi)],
  ["#beat-grid", made(Grid)],
  ["#hit-keys", hitKeys],
  ["#export", format],
  ["#export", namedFile],
  ["#export", copyLink],
  [".kit", kitChoices],
  [".kit", kitAdding],
  [".kit", kitList],
  [".kit", kitSaving],
  [".memory", undoButtons],
  [".memory", chance],
  [".memory", morph],
  [".memory", history],
  ["#memory-error", keepProblem],
  ["#library", library],
  ["#help", help],
];
