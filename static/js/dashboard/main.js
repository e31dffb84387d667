/** @import { Model } from "../shared/api.js" */
/** @import { Entry } from "./audit.js" */
/** @import { Dataset, Run } from "./client.js" */
import { listModels } from "../shared/api.js";
import { byId } from "../shared/dom.js";
import { Notice } from "../shared/notice.js";
import { Poll, pollWhileSeen } from "../shared/poll.js";
import { AuditLine } from "./audit.js";
import { Cards } from "./cards.js";
import { list } from "./client.js";
import { DatasetCard } from "./datasetcard.js";
import { datasetForm } from "./datasetform.js";
import { showHealth } from "./health.js";
import { ModelCard } from "./models.js";
import { RunCard } from "./run/card.js";
import { startForm } from "./startrun.js";

/** @typedef {{datasets: Dataset[], runs: Run[], models: Model[], audit: Entry[] | null}} Found audit: null where it was not read */

const WAITS = { busyMs: 1000, idleMs: 5000 };
const BUSY_STATES = new Set(["queued", "preparing", "running", "stopping"]);

const notice = new Notice("dashboard-error");
const again = () => void poll.refresh();
const start = startForm(again);
datasetForm(again);

/**
 * @template {{id: number | string}} Row
 * @param {string} id of the list @param {(row: Row) => import("./cards.js").Card<Row>} make
 */
const cards = (id, make) => new Cards(byId(id, HTMLElement), byId(`${id}-empty`, HTMLElement), make);

const datasets = cards("datasets", (/** @type {Dataset} */ row) => new DatasetCard(row));
const runs = cards("runs", (/** @type {Run & {live: string | null}} */ row) => {
  const card = new RunCard(row, again);
  return { element: card.element, update: (run) => card.update(run, run.live) };
});
const models = cards("models", (/** @type {Model & {id: string}} */ row) => new ModelCard(row, again));
const audit = cards("audit", (/** @type {Entry} */ row) => new AuditLine(row));

let slowAfter = 0;
let offered = "";

/** @param {boolean} byTimer @returns {Promise<Found>} */
async function readAll(byTimer) {
  const [datasets, runs, models, audit] = await Promise.all([
    list("/api/datasets/"),
    list("/api/runs/"),
    listModels(),
    byTimer && performance.now() < slowAfter ? null : readSlow(),
  ]);
  return /** @type {Found} */ ({ datasets, runs, models, audit });
}

/** Reads what changes seldom. */
async function readSlow() {
  slowAfter = performance.now() + WAITS.idleMs - WAITS.busyMs;
  const [entries] = await Promise.all([list("/api/audit/"), showHealth()]);
  return entries;
}

/** @param {Found} found @returns {boolean} whether a job runs */
function show(found) {
  const live = new Map(found.models.map(({ name, version }) => [name, version]));
  datasets.show(found.datasets);
  runs.show(found.runs.map((run) => ({ ...run, live: live.get(run.name) ?? null })));
  models.show(found.models.map((model) => ({ ...model, id: model.name })));
  if (found.audit) audit.show(found.audit);
  offer(found);
  notice.clear();
  return [...found.datasets, ...found.runs].some(isBusy);
}

/** @param {{state: string}} job */
const isBusy = ({ state }) => BUSY_STATES.has(state);

/** Choices for a new training, and its estimate. @param {Found} found */
function offer({ datasets, runs, models }) {
  const ready = datasets.filter(({ state }) => state === "ready");
  start?.offer(ready, models);
  const asked = `${ready.length} ${runs.filter(isBusy).length}`;
  if (asked !== offered) void start?.refresh();
  offered = asked;
}

/** @type {Poll<Found>} */
const poll = new Poll({
  read: readAll,
  show,
  fail: (error) => notice.show(error, again),
  isHidden: () => document.hidden,
  waits: WAITS,
});
pollWhileSeen(poll);
