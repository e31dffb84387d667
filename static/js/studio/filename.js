/** @import { Tag } from "./options.js" */
/** @import { SoundAddress } from "./state/state.js" */
import { optionTexts } from "./address.js";
import { optionNamed } from "./options.js";

/** @param {Tag} tag @param {string} value canonical text of an option */
function tagText({ before, shows, after, factor }, value) {
  const shown = {
    nothing: () => "",
    text: () => value,
    signed: () => (value.startsWith("-") ? value : `+${value}`),
    whole: () => String(Math.floor(Number(value) * factor + 0.5)),
  }[shows]();
  return before + shown + after;
}

/**
 * A file name that describes the sound, the same that the server gives (`webui/addresses.py`): model, version,
 * position, whether there is a detail, and each option that differs from its default, in the table's order.
 * @param {SoundAddress} state
 */
export function fileName(state) {
  const { model, version, x, y, detail } = state;
  const parts = optionTexts(state).map(([name, text]) => tagText(optionNamed(name).tag, text));
  const position = `x${x.toFixed(2)}-y${y.toFixed(2)}`;
  return `${["drumscape", model, `v${version}`, position, ...(detail ? ["detail"] : []), ...parts].join("-")}.wav`;
}
