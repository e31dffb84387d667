/** @import { Run } from "./client.js" */
import { listModels } from "../shared/api.js";
import { byId } from "../shared/dom.js";
import { Notice } from "../shared/notice.js";
import { list, read } from "./client.js";
import { Previews } from "./previews.js";
import { RunLog } from "./runlog.js";
import { noteLive, RunCard } from "./runs.js";

const BUSY_MS = 1000;
const IDLE_MS = 5000;
const BUSY_STATES = new Set(["queued", "running", "stopping"]);
const SLOW_EVERY = 4;

const address = `/api/runs/${byId("dashboard", HTMLElement).dataset.run}/`;
const notice = new Notice("dashboard-error");
const previews = new Previews(byId("previews", HTMLElement), byId("previews-table", HTMLTableElement));
const log = new RunLog(byId("log", HTMLElement), `${address}log/`);

/** @type {RunCard | null} */
let card = null;
let timer = 0;
let turn = 0;
let state = "";

/** @param {Run} run */
function show(run) {
  card ??= new RunCard(run, () => void refresh(), { alone: true });
  if (!card.element.isConnected) byId("run", HTMLElement).replaceChildren(card.element);
  card.update(run);
}

/** Sounds, log and live versions change seldom. */
async function readSlow() {
  const [sounds, live] = await Promise.all([list(`${address}previews/`), listModels(), log.read()]);
  noteLive(live);
  previews.show(/** @type {import("./previews.js").Preview[]} */ (sounds));
}

/** @param {boolean} [byTimer] */
async function refresh(byTimer) {
  clearTimeout(timer);
  turn += 1;
  const mine = turn;
  try {
    const run = /** @type {Run} */ (await read(address));
    if (!byTimer || run.state !== state || mine % SLOW_EVERY === 0) await readSlow();
    if (mine !== turn) return;
    state = run.state;
    show(run);
    notice.clear();
  } catch (error) {
    notice.show(error, () => void refresh());
  }
  if (mine === turn && !document.hidden)
    timer = setTimeout(() => void refresh(true), BUSY_STATES.has(state) ? BUSY_MS : IDLE_MS);
}

document.addEventListener("visibilitychange", () => !document.hidden && void refresh());
void refresh();
