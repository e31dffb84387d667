/** @import { Renderer } from "../rendering/renderer.js" */
/** @import { PlayerInfo } from "../../shared/api.js" */
/** @import { Played, State } from "../state/state.js" */
/** @import { Store } from "../store.js" */
import { noteRenderer } from "../state/hearing.js";

/** @param {State} state the version that is played and its player, once the server has made a first sound, which nothing delays, or cannot */
const wanted = ({ map, hearing, offline }) => ({
  of: map.of,
  player: hearing.made || offline ? map.player : null,
});

/** Loads the player of the version that is played, after its first sound. @param {Store} store @param {Renderer} renderer */
export function followPlayer(store, renderer) {
  /** @param {Played} of @param {PlayerInfo} player */
  async function load(of, player) {
    await renderer.load(of, player);
    if (renderer.canRender(of)) store.dispatch(noteRenderer, of);
  }

  store.whenChanged(wanted, ({ of, player }) => {
    if (of && player) void load(of, player);
  });
}
