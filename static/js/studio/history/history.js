/** @import { Services } from "../panels.js" */
/** @import { State } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { part } from "../../shared/dom.js";
import { permalink } from "../permalink.js";
import { isFavourite, switchFavourites } from "../state/kept.js";
import { goTo } from "../state/travel.js";
import { Strip } from "./strip.js";

const NOTHING_HEARD = "What you hear gathers here.";
const NO_FAVOURITE = "No favourite yet: ★ keeps the sound you hear.";

/** @param {State} state */
const shown = ({ history, kept }) => (history.showsFavourites ? kept.favourites : kept.heard);

/**
 * Sounds that were heard, or favourites, as small waveforms that lead back to them. This browser keeps both.
 * @param {Store} store @param {HTMLElement} element @param {Services} services
 */
export function history(store, element, { commands }) {
  const star = part(element, "#favourite", HTMLButtonElement);
  const choice = part(element, "#show-favourites", HTMLButtonElement);
  const strip = new Strip(part(element, "#history", HTMLElement), (sound) => store.dispatch(goTo, sound));
  star.addEventListener("click", () => void commands.favourite());
  choice.addEventListener("click", () => store.dispatch(switchFavourites));
  store.watch(
    (state) => [shown(state), state.kept.favourites, state.history.showsFavourites],
    () => {
      const { history, kept } = store.get();
      const starred = new Set(kept.favourites.map(({ link }) => link));
      strip.show(shown(store.get()), starred, history.showsFavourites ? NO_FAVOURITE : NOTHING_HEARD);
      strip.mark(permalink(store.get().sound));
    },
  );
  store.watch(
    ({ history }) => history.showsFavourites,
    (on) => choice.setAttribute("aria-pressed", String(on)),
  );
  store.watch(
    ({ sound }) => permalink(sound),
    (link) => strip.mark(link),
  );
  store.watch(isFavourite, (is) => star.setAttribute("aria-pressed", String(is)));
  store.watch(
    ({ history }) => history.said,
    (said) => (part(element, "#history-said", HTMLElement).textContent = said),
  );
}
