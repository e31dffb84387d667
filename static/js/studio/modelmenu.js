/** @import { Model } from "../shared/api.js" */
/** @import { Store } from "./store.js" */
import { make, part } from "../shared/dom.js";
import { modelOf } from "./state/selectors.js";
import { chooseModel } from "./state/start.js";

/** @param {string} name a model's name as a word on the page */
const title = (name) => name.charAt(0).toUpperCase() + name.slice(1);

/** @param {HTMLSelectElement} menu @param {Model[]} models */
function offer(menu, models) {
  menu.replaceChildren(...models.map(({ name }) => make("option", { value: name }, title(name))));
  menu.disabled = models.length === 0;
  if (!models.length) menu.append(make("option", {}, "No model yet"));
}

/** The menu of models, with the version in use beside it. @param {Store} store @param {HTMLElement} element */
export function modelMenu(store, element) {
  const menu = part(element, "#model", HTMLSelectElement);
  const version = part(element, "#version", HTMLElement);
  const newest = part(element, "#newest", HTMLButtonElement);
  const choose = () => {
    const model = store.get().start.models.find(({ name }) => name === menu.value);
    if (model) store.dispatch(chooseModel, model);
  };
  newest.addEventListener("click", choose);
  menu.addEventListener("change", () => {
    choose();
    menu.blur(); // the space bar plays again
  });
  store.whenChanged(
    ({ start }) => [start.models, start.phase === "empty"],
    () => offer(menu, store.get().start.models),
  );
  store.watch(
    ({ start, sound }) => [start.entered, start.models, sound.model, sound.version],
    () => {
      const { start, sound } = store.get();
      if (!start.entered) return;
      const old = modelOf(store.get())?.version !== sound.version;
      menu.value = sound.model;
      version.textContent = old ? `v${sound.version}, not the newest` : `v${sound.version}`;
      newest.hidden = !old;
    },
  );
}
