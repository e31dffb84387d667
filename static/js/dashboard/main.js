/** @import { Model } from "../shared/api.js" */
/** @import { Entry } from "./audit.js" */
/** @import { Dataset, Run } from "./client.js" */
import { listModels } from "../shared/api.js";
import { byId, make } from "../shared/dom.js";
import { Notice } from "../shared/notice.js";
import { AuditLine } from "./audit.js";
import { Cards } from "./cards.js";
import { list, may } from "./client.js";
import { DatasetCard, listenForDatasets } from "./datasets.js";
import { showHealth } from "./health.js";
import { ModelCard } from "./models.js";
import { noteLive, RunCard } from "./runs.js";
import { startForm } from "./startrun.js";

const BUSY_MS = 1000;
const IDLE_MS = 5000;
const BUSY_STATES = new Set(["queued", "preparing", "running", "stopping"]);

const notice = new Notice("dashboard-error");
const form = startForm(refresh);
const datasets = new Cards(
  byId("datasets", HTMLElement),
  byId("datasets-empty", HTMLElement),
  (/** @type {Dataset} */ row) => new DatasetCard(row),
);
const runs = new Cards(
  byId("runs", HTMLElement),
  byId("runs-empty", HTMLElement),
  (/** @type {Run} */ row) => new RunCard(row, refresh),
);
const models = new Cards(
  byId("models", HTMLElement),
  byId("models-empty", HTMLElement),
  (/** @type {Model & {id: number}} */ row) => new ModelCard(row, refresh),
);
const audit = new Cards(
  byId("audit", HTMLElement),
  byId("audit-empty", HTMLElement),
  (/** @type {Entry} */ row) => new AuditLine(row),
);

/** @type {Map<string, number>} models have names instead of numbers */
const numbers = new Map();
let timer = 0;
let turn = 0;
let slowAfter = 0;
let offered = "";

/** What need not be read every second. @returns {Promise<Entry[]>} */
async function readSlow() {
  slowAfter = performance.now() + IDLE_MS - BUSY_MS;
  const [entries] = await Promise.all([list("/api/audit/"), showHealth()]);
  return /** @type {Entry[]} */ (entries);
}

/** Reads everything and shows it, then again: soon while something moves, seldom while nothing does. @param {boolean} [byTimer] */
async function refresh(byTimer) {
  clearTimeout(timer);
  turn += 1;
  const mine = turn;
  let busy = false;
  try {
    const [sets, trainings, live, done] = await Promise.all([
      list("/api/datasets/"),
      list("/api/runs/"),
      listModels(),
      byTimer && performance.now() < slowAfter ? null : readSlow(),
    ]);
    if (mine !== turn) return;
    if (done) audit.show(done);
    busy = show(/** @type {Dataset[]} */ (sets), /** @type {Run[]} */ (trainings), live);
    notice.clear();
  } catch (error) {
    notice.show(error, () => void refresh());
  }
  if (mine === turn && !document.hidden)
    timer = setTimeout(() => void refresh(true), busy ? BUSY_MS : IDLE_MS);
}

/** @param {Dataset[]} sets @param {Run[]} trainings @param {Model[]} live @returns {boolean} whether a job moves */
function show(sets, trainings, live) {
  noteLive(live);
  datasets.show(sets);
  runs.show(trainings);
  models.show(live.map((model) => ({ ...model, id: numberOf(model.name) })));
  offer(sets, live);
  const busy = trainings.filter(({ state }) => BUSY_STATES.has(state));
  const asked = `${sets.filter(({ state }) => state === "ready").length} ${busy.length}`;
  if (asked !== offered) void form?.refresh();
  offered = asked;
  return busy.length > 0 || sets.some(({ state }) => BUSY_STATES.has(state));
}

/** @param {string} name */
function numberOf(name) {
  if (!numbers.has(name)) numbers.set(name, numbers.size);
  return numbers.get(name) ?? 0;
}

/** Fills the training form's lists, keeping what is chosen. @param {Dataset[]} sets @param {Model[]} live */
function offer(sets, live) {
  if (!may("trainer")) return;
  const menu = /** @type {HTMLSelectElement} */ (
    byId("run-form", HTMLFormElement).elements.namedItem("dataset")
  );
  const ready = sets.filter(({ state }) => state === "ready");
  const present = [...menu.options].map(({ value }) => value).join();
  if (present === ready.map(({ id }) => id).join()) return;
  const chosen = menu.value;
  menu.replaceChildren(
    ...ready.map(({ id, name, version, kept }) =>
      make("option", { value: String(id) }, `${name} v${version} (${kept} sounds)`),
    ),
  );
  if (ready.some(({ id }) => String(id) === chosen)) menu.value = chosen;
  byId("model-names", HTMLDataListElement).replaceChildren(
    ...live.map(({ name }) => make("option", { value: name })),
  );
}

document.addEventListener("visibilitychange", () => !document.hidden && void refresh());
listenForDatasets(refresh);
void refresh();
