/** @import { State } from "../store.js" */
import { LONG_PATIENCE_S, request } from "../../shared/api.js";

/** @typedef {{x: number, y: number, detail: string | null, seed: number}} Spot a sound, or a corner of a path */
/** @typedef {"points" | "path"} KitOf */
/** @typedef {{points: Spot[], path: Spot[]}} Lists */

export const MOST = 64;

/** What goes into a kit: chosen sounds, or so many along a path. Each version of a model has lists of its own. */
export class Kit {
  /** @type {KitOf} */
  of = "points";
  count = 8;
  layout = "round-robin";
  /** @type {Map<string, Lists>} */
  #lists = new Map();
  #version = "";

  /** @param {{model: string, version: string}} state @returns {boolean} whether that was another version */
  belongTo({ model, version }) {
    const before = this.#version;
    this.#version = `${model}@${version}`;
    return this.#version !== before;
  }

  /** @returns {Lists} */
  get #mine() {
    const lists = this.#lists.get(this.#version) ?? { points: [], path: [] };
    this.#lists.set(this.#version, lists);
    return lists;
  }

  get spots() {
    return this.#mine[this.of];
  }

  /** @param {Spot[]} spots */
  set spots(spots) {
    this.#mine[this.of] = spots;
  }

  /** @returns {number} how many sounds it would hold; 0 while it cannot be made */
  get size() {
    if (this.of === "points") return this.spots.length;
    return this.spots.length > 1 ? this.count : 0;
  }

  get isFull() {
    return this.spots.length >= MOST;
  }

  /** @returns {{x: number, y: number}[]} the places of its sounds */
  get places() {
    return this.of === "points" || this.spots.length < 2 ? this.spots : along(this.spots, this.count);
  }

  /** What the studio is asked for. @param {State} state */
  order({ version, options, seed }) {
    const { layout, count } = this;
    if (this.of === "points") return { points: this.spots, options, version, layout };
    const path = this.spots.map(({ x, y }) => ({ x, y }));
    return { path, count, options: seed ? { ...options, seed: String(seed) } : options, version, layout };
  }
}

/**
 * Places at equal distances along a path, its ends included.
 * @param {{x: number, y: number}[]} corners at least one @param {number} count at least two
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

/** @param {{x: number, y: number} | undefined} a @param {{x: number, y: number} | undefined} b */
const distance = (a, b) => (a && b ? Math.hypot(b.x - a.x, b.y - a.y) : 0);

/**
 * The zip and its name.
 * @param {State} state @param {Kit} kit
 * @returns {Promise<{content: Blob, name: string}>}
 */
export async function fetchKit(state, kit) {
  const body = JSON.stringify(kit.order(state));
  const headers = { "Content-Type": "application/json" };
  const answer = await request(
    `/api/models/${encodeURIComponent(state.model)}/kit/`,
    { method: "POST", headers, body },
    LONG_PATIENCE_S,
  );
  const name =
    /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "drumscape-kit.zip";
  return { content: await answer.blob(), name };
}
