// Mounts each panel of the studio alone, on a copy of its element and a store of its own, and tells what it shows.
async () => {
  const { src } = document.querySelector("script[src]"); // of js/shared/
  const load = (path) => import(new URL(`../studio/${path}`, src));
  const { PANELS } = await load("panels.js");
  const { createStore } = await load("store.js");
  const { initialState } = await load("state/state.js");
  const { readKept, readView } = await load("effects/keeping.js");
  const { readPermalink } = await load("permalink.js");

  const link = "?model=snare&version=1&x=0.25&y=0.75&bits=16";
  const axes = [
    { name: "length", low: "short", high: "long" },
    { name: "noise", low: "tonal", high: "noisy" },
  ];
  const model = { name: "snare", version: "1", axes, has_tune: true, length: 441, rate: 44_100 };
  const sound = new AudioBuffer({ length: 441, sampleRate: 44_100 });
  const heard = { pitch_hz: 180, length_s: 0.2, brightness_hz: 900 };
  const fit = { heard_db: 3, outside: false, tune: 0, pitch_hz: 180, better: [] };
  const match = { x: 0.1, y: 0.2, detail: "AD4AwA", ...fit, sample: heard, sound: heard };
  const file = new File([], "drum.wav");
  const found = { file, match, original: sound, refined: false, model: "snare", version: "1" };
  const entry = { x: 0.1, y: 0.2, detail: null, seed: 0 };
  const point = { ...entry, name: "a.wav", brightness_hz: 100, length_s: 0.1 };
  const { Problem } = await load("../shared/api.js");
  const error = new Problem("No.", 0);
  const refusal = new Problem("No.", 404); // to try again would not help
  const failed = { state: "failed", sound: null, why: "No.", retry: false };
  const step = { sound: readPermalink(link), character: { whole: null, amount: 100 } };

  const text = (selector) => (element) => element.querySelector(selector).textContent;
  const value = (selector) => (element) => element.querySelector(selector).value;
  const pressed = (selector) => (element) => element.querySelector(selector).getAttribute("aria-pressed");
  const shown = (element) => !element.hidden;
  const count = (selector) => (element) => element.querySelectorAll(selector).length;
  const put = (part, change) => (state) => ({ ...state, [part]: { ...state[part], ...change } });
  const kept = (change) => put("kept", change);
  const withSample = put("sample", { found: [found] });
  const withEntries = put("kit", { lists: { "snare@1": { points: [entry, entry], path: [] } } });

  /** Of each panel: what changes, what it shows of that, and what that is then. */
  const CASES = {
    network: [
      (state) => ({ ...state, offline: true }),
      (element) => element.textContent.slice(0, 11),
      "No network.",
    ],
    desk: [put("start", { phase: "empty" }), (element) => element.dataset.state, "empty"],
    modelMenu: [put("sound", { version: "7" }), text("#version"), "v7, not the newest"],
    sliders: [put("sound", { x: 0.9 }), value("#x"), "0.9"],
    tune: [put("sound", { options: { tune: "-5" } }), value("#tune"), "-5"],
    Pad: [put("map", { axes }), text("[data-end=x-low]"), "short"],
    PathLayer: [withEntries, count("circle"), 2],
    hint: [put("view", { hint: false }), shown, false],
    mapMessage: [put("map", { error: refusal }), (pad) => `${pad.hidden} ${count("button")(pad)}`, "false 0"],
    legend: [put("map", { points: [point] }), shown, true],
    announcements: [put("map", { said: "here" }), (element) => element.textContent, "here"],
    soundView: [put("hearing", { words: "making the sound…" }), text("#sound-state"), "making the sound…"],
    transport: [put("beat", { mode: "loop" }), pressed("#loop"), "true"],
    level: [kept({ level: { level: 0.5, muted: true } }), value("#level"), "0.5"],
    download: [put("sound", { x: 0.9 }), (link) => link.href.includes("x=0.9"), true],
    silence: [put("hearing", { blocked: true }), shown, true],
    soundProblem: [put("hearing", { problem: { error, retry: "sound", at: 0 } }), shown, true],
    tools: [(state) => ({ ...state, tool: "beat" }), (drawer) => drawer.querySelector("#beat").hidden, false],
    sample: [withSample, text("#sample-name"), "drum.wav"],
    sampleProblem: [put("sample", { failure: { search: { file }, error } }), shown, true],
    compare: [withSample, shown, true],
    detail: [put("character", { whole: "AD4AwA", amount: 40 }), value("#detail"), "40"],
    attack: [put("hearing", { splitMs: 33 }), text("#split-value"), "33 ms"],
    drop: null,
    shaping: [put("sound", { options: { gain: "-6" } }), text("[data-shape=gain] output"), "−6 dB"],
    tempo: [kept({ beat: { tempo: 131, swing: 50, pattern: {} } }), value("#tempo"), "131"],
    swing: [kept({ beat: { tempo: 131, swing: 61, pattern: {} } }), value("#swing"), "61"],
    grooves: [kept({ beat: { tempo: 1, swing: 50, pattern: {} } }), value("#groove"), ""],
    Midi: null,
    Grid: [
      put("beat", { step: 3, slots: { kick: failed } }),
      (grid) => `${count(".now")(grid)} ${count(".row-why .button:not([hidden])")(grid)}`,
      "3 0",
    ],
    hitKeys: null,
    format: [put("sound", { options: { bits: "32" } }), pressed("[data-value='32']"), "true"],
    namedFile: [put("sound", { x: 0.9 }), (export_) => /x0\.90/.test(text("#export-file")(export_)), true],
    copyLink: null,
    kitChoices: [put("kit", { layout: "velocity" }), pressed("[data-kit-layout=velocity]"), "true"],
    kitAdding: [put("kit", { of: "path" }), text("#kit-add span"), "Add this position"],
    kitList: [withEntries, count("#kit-entries li"), 2],
    kitSaving: [withEntries, text("#kit-save span"), "Save kit of 2"],
    undoButtons: [
      put("steps", { past: [step] }),
      (element) => element.querySelector("#undo").disabled,
      false,
    ],
    chance: [put("history", { distance: 0.3 }), value("#distance"), "0.3"],
    morph: [put("history", { share: 0.4 }), value("#morph"), "0.4"],
    history: [put("history", { showsFavourites: true }), pressed("#show-favourites"), "true"],
    library: null,
    keepProblem: [(state) => ({ ...state, keepProblem: { sentence: "Full.", mayHelp: false } }), shown, true],
    help: null,
  };

  const silent = () => {};
  const services = {
    player: { hit: silent, follow: silent },
    commands: {},
    drummer: { bank: { fill: silent } },
    sounds: { again: silent },
    mixing: { save: silent },
    loading: { start: silent, map: silent },
    keeping: { retry: silent },
    audition: silent,
  };

  const wrong = [];
  const seen = [];
  for (const [selector, mount] of PANELS) {
    const name = mount.name;
    seen.push(name);
    const first = initialState(readPermalink(link), readKept({ read: () => undefined }), readView());
    const store = createStore({ ...first, start: { ...first.start, entered: true, models: [model] } });
    const element = document.querySelector(selector).cloneNode(true);
    if (selector !== "body") document.body.append(element);
    mount(store, element, services);
    const known = CASES[name];
    if (known) {
      const [change, read, expected] = known;
      if (read(element) === expected) wrong.push(`${name} shows ${expected} before it is so`);
      store.dispatch(change);
      if (name === "announcements") await new Promise((done) => setTimeout(done, 400));
      if (read(element) !== expected) wrong.push(`${name} shows ${read(element)}, not ${expected}`);
    } else if (known === undefined) wrong.push(`${name} is not tried`);
    element.remove();
  }
  for (const name of Object.keys(CASES)) if (!seen.includes(name)) wrong.push(`${name} is no panel`);
  return wrong;
};
