/** @import { SoundAddress } from "../state/state.js" */
/** @import { Renderer } from "./renderer.js" */
import { soundUrl } from "../address.js";
import { fetchSound, isHere } from "../playback/sounds.js";
import { isShapeable } from "./shape.js";

/**
 * A sound from memory, else rendered by the page where it can, else by the server.
 * @param {Renderer} renderer @param {SoundAddress} of
 * @returns {Promise<{sound: AudioBuffer, byPage: boolean}>}
 */
export async function makeSound(renderer, of) {
  const url = soundUrl(of);
  const isOurs = !isHere(url) && renderer.canRender(of) && isShapeable(of.options);
  const rendered = isOurs ? await renderer.render(of) : null;
  return rendered ? { sound: rendered, byPage: true } : { sound: await fetchSound(url), byPage: false };
}
