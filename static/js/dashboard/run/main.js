/** @import { Run } from "../client.js" */
/** @import { Preview } from "./previews.js" */
import { listModels } from "../../shared/api.js";
import { byId } from "../../shared/dom.js";
import { Notice } from "../../shared/notice.js";
import { Poll, pollWhileSeen } from "../../shared/poll.js";
import { list, read } from "../client.js";
import { RunCard } from "./card.js";
import { RunLog } from "./log.js";
import { Previews } from "./previews.js";

const BUSY_STATES = new Set(["queued", "running", "stopping"]);
const SLOW_EVERY = 4;

const url = `/api/runs/${byId("dashboard", HTMLElement).dataset.run}/`;
const notice = new Notice("dashboard-error");
const previews = new Previews(byId("previews", HTMLElement), byId("previews-table", HTMLTableElement));
const log = new RunLog(byId("log", HTMLElement), `${url}log/`);

/** @type {RunCard | null} */
let card = null;
/** @type {string | null} */
let live = null;
let state = "";
let readings = 0;

/** @param {boolean} byTimer @returns {Promise<Run>} */
async function readAll(byTimer) {
  readings += 1;
  const run = /** @type {Run} */ (await read(url));
  if (!byTimer || run.state !== state || readings % SLOW_EVERY === 0) await readSlow(run.name);
  return run;
}

/** Sounds, log and the live version change seldom. @param {string} name */
async function readSlow(name) {
  const [sounds, models] = await Promise.all([list(`${url}previews/`), listModels(), log.read()]);
  live = models.find((model) => model.name === name)?.version ?? null;
  previews.show(/** @type {Preview[]} */ (sounds));
}

/** @param {Run} run */
function show(run) {
  state = run.state;
  card ??= new RunCard(run, () => void poll.refresh(), { alone: true });
  if (!card.element.isConnected) byId("run", HTMLElement).replaceChildren(card.element);
  card.update(run, live);
  notice.clear();
  return BUSY_STATES.has(state);
}

/** @type {Poll<Run>} */
const poll = new Poll({
  read: readAll,
  show,
  fail: (error) => notice.show(error, () => void poll.refresh()),
  isHidden: () => document.hidden,
  waits: { busyMs: 1000, idleMs: 5000 },
});
pollWhileSeen(poll);
