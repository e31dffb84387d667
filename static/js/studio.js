/** @import { Landmark, Match, Model } from "./api.js" */
/** @import { State } from "./store.js" */
import { fetchMap, fileName, listModels, rounded, soundUrl } from "./api.js";
import { Compare } from "./compare.js";
import { byId } from "./dom.js";
import { listenForTabs, openTool } from "./drawer.js";
import { acceptSamples } from "./drop.js";
import { History } from "./history.js";
import { ModelMenu } from "./models.js";
import { newestOnly } from "./newest.js";
import { Notice } from "./notice.js";
import { Pad } from "./pad.js";
import { showPadMessage } from "./padmessage.js";
import { keepInAddressBar, readPermalink } from "./permalink.js";
import { Player } from "./player.js";
import { Sample } from "./sample.js";
import { listenForKeys } from "./shortcuts.js";
import { Sliders } from "./sliders.js";
import { fetchSound } from "./sounds.js";
import { Spectrum } from "./spectrum.js";
import { createStore } from "./store.js";
import { Waveform } from "./waveform.js";

const SEED_LIMIT = 2 ** 31;
const SLOW_MS = 400;

const store = createStore(readPermalink(location.search));
const player = new Player((sound) => {
  say("");
  pad.flash(sound.duration);
});
const waveform = new Waveform(byId("waveform", HTMLCanvasElement));
const spectrum = new Spectrum(byId("spectrum", HTMLCanvasElement));
const soundNotice = new Notice("sound-error");
const history = new History((state) => void returnTo(state));
const menu = new ModelMenu((model) => void choose(model));
const sample = new Sample(() => store.get().model, found);
const compare = new Compare(player, waveform);
const pad = new Pad((x, y, landmark) => move({ x, y }, landmark));
const sliders = new Sliders((change) => move(change, null));

let entered = false;

/** @param {string} words what the sound waits for */
function say(words) {
  byId("sound-state", HTMLElement).textContent = words;
}

/** One request in flight; while the hand moves on, the newest place waits next. */
const follow = newestOnly(async (/** @type {{state: State, audible: boolean}} */ { state, audible }) => {
  const slow = setTimeout(() => say("making the sound…"), SLOW_MS);
  try {
    const sound = await fetchSound(soundUrl(state));
    soundNotice.clear();
    present(sound, state, audible);
  } catch (error) {
    soundNotice.show(error, () => follow({ state: store.get(), audible: true }));
  }
  clearTimeout(slow);
});

/** @param {AudioBuffer} sound @param {State} state @param {boolean} audible */
function present(sound, state, audible) {
  say("");
  compare.setMade(sound);
  waveform.show(sound);
  spectrum.show(sound);
  byId("sound-facts", HTMLElement).textContent = `${Math.round(sound.duration * 1000)} ms`;
  if (!audible) return;
  history.heard(state, sound);
  if (!player.follow()) say("click anywhere to hear it");
}

/** @param {{x?: number, y?: number}} change @param {Landmark | null} landmark */
function move(change, landmark) {
  const { x, y } = { ...store.get(), ...change };
  compare.choose("yours");
  store.set({ x: rounded(x), y: rounded(y), detail: compare.character() ?? landmark?.detail ?? null });
}

/** @param {State} state @param {State} before */
function render(state, before) {
  const model = menu.find(state.model);
  if (!model) return;
  sliders.show(state.x, state.y);
  pad.show(state.x, state.y);
  menu.show(state.model, state.version);
  keepInAddressBar(state);
  const link = byId("download", HTMLAnchorElement);
  link.href = soundUrl(state);
  link.download = fileName(state);
  link.removeAttribute("aria-disabled");
  link.removeAttribute("role");
  if (soundUrl(state) !== soundUrl(before)) follow({ state, audible: entered });
}

/** @param {Match} match @param {AudioBuffer | null} original */
function found(match, original) {
  compare.setOriginal(original, match.detail);
  store.set({ x: rounded(match.x), y: rounded(match.y), detail: match.detail });
  pad.show(match.x, match.y, true);
  pad.showOwn(match);
}

/** @param {Model} model */
async function choose(model) {
  store.set({ model: model.name, version: model.version, detail: null });
  compare.setOriginal(null, null);
  pad.showOwn(null);
  await drawMap(model);
  sample.again();
}

/** @param {Model} model */
async function drawMap(model) {
  sliders.name(model.axes);
  pad.setPoints([]);
  try {
    const { version } = store.get(); // an old link keeps the map of its own version
    const { points, axes } = await fetchMap(model.name, version);
    if (store.get().model !== model.name || store.get().version !== version) return;
    sliders.name(axes);
    pad.setPoints(points);
  } catch (error) {
    soundNotice.show(error, () => void drawMap(model));
  }
}

/** @param {State} state */
async function returnTo(state) {
  const model = menu.find(state.model);
  const changed = state.model !== store.get().model;
  compare.choose("yours");
  store.set(state);
  pad.show(state.x, state.y, true);
  if (model && changed) await drawMap(model);
}

/** @param {"loading" | "ready" | "empty" | "failed"} state */
function setState(state) {
  document.body.dataset["state"] = state;
  for (const part of document.querySelectorAll(".voice, .sliders")) part.toggleAttribute("inert", state === "empty" || state === "failed");
}

async function enter() {
  setState("loading");
  showPadMessage(null);
  try {
    const models = await listModels();
    menu.offer(models);
    const wanted = store.get();
    const model = menu.find(wanted.model) ?? models[0];
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
  const detail = honoured && model.has_detail ? wanted.detail : null;
  compare.setLinked(detail);
  store.set({ model: model.name, version, detail });
  if (!entered) follow({ state: store.get(), audible: false });
  entered = true;
}

store.subscribe(render);
compare.onCharacter = () => store.set({ detail: compare.character() });
acceptSamples((file) => {
  if (!entered) return;
  openTool("sample");
  void sample.take(file);
});
listenForTabs();
listenForKeys();
for (const gesture of ["pointerdown", "pointerup", "keydown"]) addEventListener(gesture, () => player.wake());
byId("play", HTMLButtonElement).addEventListener("click", () => player.hit());
byId("loop", HTMLButtonElement).addEventListener("click", (event) => {
  player.loop(!player.looping);
  byId("loop", HTMLButtonElement).setAttribute("aria-pressed", String(player.looping));
  event.preventDefault();
});
byId("take", HTMLButtonElement).addEventListener("click", () => store.set({ seed: Math.floor(Math.random() * SEED_LIMIT) }));
void enter();
