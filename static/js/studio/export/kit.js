/** @import { Position, SoundAddress, State } from "../state/state.js" */
import { LONG_PATIENCE_S, request } from "../../shared/api.js";

/** @typedef {{x: number, y: number, detail: string | null, seed: number}} Entry a sound, or a corner of a path */
/** @typedef {"points" | "path"} KitOf */
/** @typedef {{points: readonly Entry[], path: readonly Entry[]}} Lists */

/**
 * The contents of a kit: chosen sounds, or `count` sounds along a path. Each version of a model has lists of its own.
 * @typedef {Object} Kit
 * @property {KitOf} of
 * @property {number} count sounds along a path
 * @property {string} layout
 * @property {Readonly<Record<string, Lists>>} lists by version
 * @property {boolean} drawing whether the next stroke on the pad is a path
 * @property {boolean} busy
 * @property {string} said
 * @property {unknown} error
 */

export const MOST = 64;

/** @type {Lists} */
const NOTHING = { points: [], path: [] };

/** @param {{model: string, version: string}} sound */
export const versionOf = ({ model, version }) => `${model}@${version}`;

/** @param {Kit} kit @param {SoundAddress} sound @returns {Lists} */
export const listsOf = (kit, sound) => kit.lists[versionOf(sound)] ?? NOTHING;

/** @param {Pick<State, "kit" | "sound">} state @returns {readonly Entry[]} of the list that is shown */
export const entriesOf = ({ kit, sound }) => listsOf(kit, sound)[kit.of];

/** @param {Pick<State, "kit" | "sound">} state @returns {number} how many sounds the kit would hold; 0 while it cannot be made */
export function sizeOf(state) {
  const { length } = entriesOf(state);
  if (state.kit.of === "points") return length;
  return length > 1 ? state.kit.count : 0;
}

/** @param {Pick<State, "kit" | "sound">} state @returns {readonly Position[]} of the kit's sounds */
export function positionsOf(state) {
  const entries = entriesOf(state);
  return state.kit.of === "points" || entries.length < 2 ? entries : along(entries, state.kit.count);
}

/** The body of the request. @param {Pick<State, "kit" | "sound">} state */
export function orderOf(state) {
  const { layout, count, of } = state.kit;
  const { version, options, seed } = state.sound;
  const entries = entriesOf(state);
  if (of === "points") return { points: entries, options, version, layout };
  const path = entries.map(({ x, y }) => ({ x, y }));
  return { path, count, options: seed ? { ...options, seed: String(seed) } : options, version, layout };
}

/**
 * Positions at equal distances along a path, its ends included.
 * @param {readonly Position[]} corners at least one @param {number} count at least two
 * @returns {Position[]}
 */
export function along(corners, count) {
  const travelled = [0];
  for (let at = 1; at < corners.length; at += 1)
    travelled.push(/** @type {number} */ (travelled.at(-1)) + distance(corners[at - 1], corners[at]));
  const whole = /** @type {number} */ (travelled.at(-1));
  return Array.from({ length: count }, (_, turn) => {
    const target = (whole * turn) / (count - 1);
    const next = Math.max(
      1,
      travelled.findIndex((reached) => reached >= target),
    );
    const [from, to] = [corners[next - 1], corners[next]];
    const [before = 0, after = 0] = travelled.slice(next - 1, next + 1);
    const part = after > before ? (target - before) / (after - before) : 0;
    return { x: mixed(from?.x, to?.x, part), y: mixed(from?.y, to?.y, part) };
  });
}

/** @param {number | undefined} from @param {number | undefined} to @param {number} part */
const mixed = (from = 0, to = from, part) => from + part * (to - from);

/** @param {Position | undefined} a @param {Position | undefined} b */
const distance = (a, b) => (a && b ? Math.hypot(b.x - a.x, b.y - a.y) : 0);

/**
 * The zip and its name.
 * @param {Pick<State, "kit" | "sound">} state
 * @returns {Promise<{content: Blob, name: string}>}
 */
export async function fetchKit(state) {
  const body = JSON.stringify(orderOf(state));
  const headers = { "Content-Type": "application/json" };
  const answer = await request(
    `/api/models/${encodeURIComponent(state.sound.model)}/kit/`,
    { method: "POST", headers, body },
    LONG_PATIENCE_S,
  );
  const name =
    /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "drumscape-kit.zip";
  return { content: await answer.blob(), name };
}
