/** @import { State } from "./state/state.js" */
import { part } from "../shared/dom.js";
import { Keep } from "../shared/keep.js";
import { Drummer } from "./beat/drummer.js";
import { createCommands } from "./commands.js";
import { createAudition } from "./effects/audition.js";
import { followKept, followView, readKept, readView } from "./effects/keeping.js";
import { keepPage } from "./effects/keepingpage.js";
import { followModels } from "./effects/loading.js";
import { followMix } from "./effects/mixing.js";
import { followNetwork } from "./effects/network.js";
import { followPitch } from "./effects/noting.js";
import { rememberSounds } from "./effects/remembering.js";
import { followPlayer } from "./effects/rendering.js";
import { followSaving } from "./effects/saving.js";
import { followSearch } from "./effects/searching.js";
import { followSound } from "./effects/sounds.js";
import { followTakeover } from "./effects/takeover.js";
import { listenForUndo } from "./history/undo.js";
import { PANELS } from "./panels.js";
import { keepInAddressBar, readPermalink } from "./permalink.js";
import { Mixer } from "./playback/mixer.js";
import { Player } from "./playback/player.js";
import { neighbours, Prefetch } from "./playback/prefetch.js";
import { Renderer } from "./rendering/renderer.js";
import { listenForKeys } from "./shortcuts.js";
import { block, noteHit } from "./state/hearing.js";
import { noteKeepProblem } from "./state/kept.js";
import { rememberLeft } from "./state/start.js";
import { initialState } from "./state/state.js";
import { recorded } from "./state/steps.js";
import { createStore } from "./store.js";

/** @param {State} state @param {State} before */
const settle = (state, before) => recorded(rememberLeft(state, before), before);

// Reading can fail before the store exists, so the failure is dispatched later.
const keep = new Keep((sentence, mayHelp) =>
  queueMicrotask(() => store.dispatch(noteKeepProblem, sentence, mayHelp)),
);
const store = createStore(initialState(readPermalink(location.search), readKept(keep), readView()), settle);

const mixer = new Mixer();
const player = new Player(mixer, (sound) => store.dispatch(noteHit, sound.duration));
const prefetch = new Prefetch(() => neighbours(store.get()));
mixer.onBlocked = (blocked) => store.dispatch(block, blocked);

const renderer = new Renderer();
const sounds = followSound(store, player, prefetch, renderer); // first: a sound does not wait for panels to render
const mixing = followMix(store);
const loading = followModels(store);
const drummer = new Drummer(store, mixer, player);
const audition = createAudition(store, player, prefetch, renderer);
const commands = createCommands(store, player, mixing);
followSearch(store, renderer);
followPitch(store);
followPlayer(store, renderer);
followNetwork(store);
followTakeover(store);
followSaving(store);
keepPage(store);
rememberSounds(store);
followKept(store, keep);
followView(store);
store.whenChanged(
  ({ start, sound }) => (start.entered ? sound : null),
  (sound) => sound && keepInAddressBar(sound),
);
store.watch(
  ({ kept }) => kept.level,
  ({ level, muted }) => mixer.set(level, muted),
);

const services = { player, commands, drummer, sounds, mixing, loading, keeping: keep, audition };
for (const [selector, mount] of PANELS) mount(store, part(document, selector, HTMLElement), services);

listenForUndo(store);
listenForKeys(commands);
for (const gesture of ["pointerdown", "pointerup", "keydown"]) addEventListener(gesture, () => player.wake());
void loading.start();
