/** @import { Landmark, Match, Model } from "../shared/api.js" */
/** @import { State } from "./store.js" */
import { fetchMap, listModels, Problem, rounded, soundUrl } from "../shared/api.js";
import { byId } from "../shared/dom.js";
import { Keep } from "../shared/keep.js";
import { newestOnly } from "../shared/newest.js";
import { Notice } from "../shared/notice.js";
import { Beat } from "./beat/beat.js";
import { listenForTabs, openTool } from "./drawer.js";
import { KitPanel } from "./export/kitpanel.js";
import { TakePanel } from "./export/take.js";
import { listenForHelp } from "./help.js";
import { dismissHint, showHint } from "./hint.js";
import { Pad } from "./map/pad.js";
import { showPadMessage } from "./map/padmessage.js";
import { Sliders } from "./map/sliders.js";
import { Memory } from "./memory.js";
import { ModelMenu } from "./models.js";
import { anotherSeed, optionsFor } from "./options.js";
import { keepInAddressBar, readPermalink } from "./permalink.js";
import { Keys } from "./playback/keys.js";
import { Level } from "./playback/level.js";
import { Midi } from "./playback/midi.js";
import { Mixer } from "./playback/mixer.js";
import { Player } from "./playback/player.js";
import { neighbours, Prefetch } from "./playback/prefetch.js";
import { fetchSound } from "./playback/sounds.js";
import { Spectrum } from "./playback/spectrum.js";
import { Waveform } from "./playback/waveform.js";
import { Attack } from "./sample/attack.js";
import { Compare } from "./sample/compare.js";
import { Detail } from "./sample/detail.js";
import { acceptSamples } from "./sample/drop.js";
import { Sample } from "./sample/sample.js";
import { ShapePanel } from "./shape/shape.js";
import { listenForKeys } from "./shortcuts.js";
import { createStore, playSame } from "./store.js";

const SLOW_MS = 400;

const store = createStore(readPermalink(location.search));
const mixer = new Mixer();
const player = new Player(mixer, (sound) => {
  say("");
  pad.flash(sound.duration);
});
const screen = {
  waveform: new Waveform(byId("waveform", HTMLElement)),
  spectrum: new Spectrum(byId("spectrum", HTMLElement)),
};
const soundNotice = new Notice("sound-error");
const keepNotice = new Notice("memory-error");
const keep = new Keep((sentence, mayHelp) => {
  if (sentence) keepNotice.show(new Problem(sentence, 0), mayHelp ? () => keep.retry() : null);
  else keepNotice.clear();
});
const memory = new Memory(keep, {
  state: store.get,
  goTo: (state) => void returnTo(state),
  follow: (state) => void returnTo(state, false),
  wander: ({ x, y }) => {
    move({ x, y }, null);
    pad.show(x, y, true);
  },
});
const beat = new Beat(mixer, player, keep);
const menu = new ModelMenu((model) => void choose(model));
const sample = new Sample(store.get, found);
const detail = new Detail(() => store.set({ detail: detail.value }));
const attack = new Attack(mixed, (error, retry) => soundNotice.show(error, retry));
const compare = new Compare(player, screen, detail, attack);
const pad = new Pad(
  (x, y, landmark) => move({ x, y }, landmark),
  (landmark) => void audition(landmark),
);
const sliders = new Sliders((change) => move(change, null));
const prefetch = new Prefetch(() => neighbours(store.get(), detail.value, pad.ahead));

let entered = false;
/** @type {File | null} a sample dropped before there was a map to find it on */
let early = null;

/** @param {string} words what the sound waits for */
function say(words) {
  byId("sound-state", HTMLElement).textContent = words;
}

/** One request in flight; while the hand moves on, the newest place waits next. */
const follow = newestOnly(async (/** @type {{state: State, audible: boolean}} */ { state, audible }) => {
  const slow = setTimeout(() => say("making the sound…"), SLOW_MS);
  const begun = performance.now();
  try {
    const sound = await fetchSound(soundUrl(state));
    present(sound, state, audible);
    soundNotice.clear(begun);
    prefetch.rest(performance.now() - begun);
  } catch (error) {
    say("");
    soundNotice.show(error, () => follow({ state: store.get(), audible: true }));
  }
  clearTimeout(slow);
});

/** @param {AudioBuffer} sound @param {State} state @param {boolean} audible */
function present(sound, state, audible) {
  compare.setMade(sound);
  const heard = !audible || player.follow(); // before all that is only seen
  say(heard ? "" : "click anywhere to hear it");
  byId("sound-facts", HTMLElement).textContent = `${Math.round(sound.duration * 1000)} ms`;
  if (audible) memory.heard(state, sound);
}

/** @param {{x?: number, y?: number}} change @param {Landmark | null} landmark */
function move(change, landmark) {
  const { x, y } = { ...store.get(), ...change };
  compare.choose("yours");
  dismissHint();
  store.set({ x: rounded(x), y: rounded(y), detail: landmark ? landmark.detail : detail.value });
}

/** A landmark under a resting pointer, heard where the hand would take it. @param {Landmark} landmark */
async function audition({ x, y, detail }) {
  if (player.clocked) return; // a running beat keeps its snare
  const url = soundUrl({ ...store.get(), x: rounded(x), y: rounded(y), detail });
  prefetch.stop(url);
  const sound = await fetchSound(url).catch(() => null);
  if (!sound) return; // what was not asked for fails in silence
  player.load(sound);
  player.hit();
  compare.restore();
}

/** The attack was switched or its split moved. */
function mixed() {
  compare.choose("yours");
  compare.remix();
  attack.follow(store.get());
  player.follow();
}

/** @param {State} state @param {State} before */
function render(state, before) {
  const model = menu.find(state.model);
  if (!model) return;
  const url = soundUrl(state);
  if (url !== soundUrl(before)) {
    prefetch.stop(url);
    follow({ state, audible: entered }); // asked for before anything is drawn
  }
  sliders.show(state.x, state.y);
  pad.show(state.x, state.y);
  menu.show(state.model, state.version);
  keepInAddressBar(state);
  memory.changed(state, before);
  beat.show(state.model);
  const link = byId("download", HTMLAnchorElement);
  attack.follow(state);
  link.removeAttribute("aria-disabled");
  link.removeAttribute("role");
}

/** @param {Match} match @param {AudioBuffer | null} original @param {File} file */
function found(match, original, file) {
  dismissHint();
  compare.setOriginal(original, match.detail, file);
  store.set({ x: rounded(match.x), y: rounded(match.y), detail: match.detail });
  pad.show(match.x, match.y, true);
  pad.showOwn(match);
}

/** @param {Model} model */
async function choose(model) {
  store.set({
    model: model.name,
    version: model.version,
    detail: null,
    options: optionsFor(store.get().options, model),
  });
  compare.setOriginal(null, null, null);
  pad.showOwn(null);
  sample.again();
  await drawMap(model);
}

/** @param {Model} model */
async function drawMap(model) {
  sliders.name(model.axes);
  pad.setPoints([]);
  showPadMessage(null);
  const drawn = { model: model.name, version: store.get().version }; // an old link keeps the map of its own version
  try {
    const { points, axes } = await fetchMap(drawn.model, drawn.version);
    if (!playSame(store.get(), drawn)) return;
    sliders.name(axes);
    pad.setPoints(points);
    memory.setPoints(points);
  } catch (error) {
    if (playSame(store.get(), drawn)) showPadMessage(error, () => void drawMap(model)); // the next sound would clear a notice beside it
  }
}

/** @param {State} state @param {boolean} [glide] */
async function returnTo(state, glide = true) {
  const model = menu.find(state.model);
  if (!model)
    return soundNotice.show(new Problem(`This studio has no model named ${state.model} any more.`, 0), null);
  const stays = playSame(state, store.get());
  compare.choose("yours");
  store.set(state);
  if (glide) pad.show(state.x, state.y, true);
  if (stays) return;
  const match = sample.revisit();
  pad.showOwn(match);
  detail.setWhole(match?.detail ?? state.detail); // another model's detail is none here
  await drawMap(model);
}

/** @param {"loading" | "ready" | "empty" | "failed"} state */
function setState(state) {
  document.body.dataset.state = state;
  performance.mark(state);
  for (const part of document.querySelectorAll(".voice, .sliders"))
    part.toggleAttribute("inert", state === "empty" || state === "failed");
}

async function enter() {
  setState("loading");
  showPadMessage(null);
  try {
    const models = await listModels();
    menu.offer(models);
    beat.offer(models);
    const wanted = store.get();
    const model = menu.find(wanted.model) ?? menu.find("snare") ?? models[0];
    if (!model) {
      setState("empty");
      showPadMessage("empty");
      return;
    }
    begin(model, wanted);
    await drawMap(model);
    setState("ready");
  } catch (error) {
    setState("failed");
    showPadMessage(error, () => void enter());
  }
}

/** @param {Model} model @param {State} wanted what the link asks for */
function begin(model, wanted) {
  const honoured = wanted.model === model.name;
  const version = honoured && wanted.version ? wanted.version : model.version;
  const linked = honoured && model.has_detail ? wanted.detail : null;
  detail.setWhole(linked);
  store.set({ model: model.name, version, detail: linked, options: optionsFor(wanted.options, model) });
  if (!entered) follow({ state: store.get(), audible: false });
  entered = true;
  memory.undo.reset();
  if (early) take(early);
  early = null;
}

/** @param {File} file */
function take(file) {
  if (!entered) {
    early = file;
    return;
  }
  openTool("sample");
  void sample.take(file);
}

store.subscribe(render);
new ShapePanel(
  store,
  () => menu.find(store.get().model),
  () => compare.choose("yours"),
);
new TakePanel(store);
new KitPanel(store, (spot) => void returnTo({ ...store.get(), ...spot }));
acceptSamples(take);
listenForTabs();
listenForKeys();
listenForHelp();
showHint();
mixer.onBlocked = (blocked) => (byId("silence", HTMLElement).hidden = !blocked);
new Level(mixer, keep);
new Keys(player);
new Midi(player);
for (const gesture of ["pointerdown", "pointerup", "keydown"]) addEventListener(gesture, () => player.wake());
byId("play", HTMLButtonElement).addEventListener("click", () => player.hit());
byId("take", HTMLButtonElement).addEventListener("click", () => store.set({ seed: anotherSeed() }));
void enter();
