/** @import { Dataset } from "../client.js" */
/** @import { Tools } from "./row.js" */
import { Problem } from "../../shared/api.js";
import { byId, make } from "../../shared/dom.js";
import { Notice } from "../../shared/notice.js";
import { list, may, read } from "../client.js";
import { datasetFacts, preparedShare, stateWords, versionWords } from "../datasetwords.js";
import { showAlike, showOutliers } from "./alike.js";
import { Audition } from "./audition.js";
import { Choice } from "./choice.js";
import { Files } from "./files.js";
import { showFrame } from "./frame.js";

/** @typedef {{id: number, version: number, state: string, kept: number}} Version */

const AGAIN_MS = 1000;
const dataset = byId("dashboard", HTMLElement).dataset.dataset ?? "";
const url = `/api/datasets/${dataset}/`;
const notice = new Notice("dashboard-error");

/** Shows the progress of the preparation, and its result afterwards. */
async function refresh() {
  try {
    const [row, versions] = await Promise.all([read(url), list(`${url}versions/`)]);
    notice.clear();
    describe(row);
    showVersions(/** @type {Version[]} */ (versions));
    if (row.state === "ready") await open(row);
    else if (row.state !== "failed") setTimeout(() => void refresh(), AGAIN_MS);
  } catch (error) {
    notice.show(error, () => void refresh());
  }
}

/** @param {Dataset} row */
function describe(row) {
  const { state, progress, error } = row;
  const day = new Date(row.created).toLocaleDateString([], { dateStyle: "medium" });
  const label = byId("state", HTMLElement);
  label.dataset.state = state;
  label.textContent = stateWords(state);
  byId("facts", HTMLElement).textContent = datasetFacts(row, day);
  byId("problem", HTMLElement).textContent = error ?? "";
  const bar = byId("progress", HTMLProgressElement);
  bar.hidden = state !== "preparing";
  if (progress) bar.value = preparedShare(progress);
}

/** @param {Version[]} versions */
function showVersions(versions) {
  byId("versions-nav", HTMLElement).hidden = versions.length < 2;
  byId("versions", HTMLElement).replaceChildren(...versions.map(versionItem));
}

/** @param {Version} version */
function versionItem(version) {
  const link = make("a", { href: `/dashboard/datasets/${version.id}/` }, versionWords(version));
  if (String(version.id) === dataset) link.ariaCurrent = "page";
  return make("li", {}, link);
}

/** @param {Dataset} row */
async function open(row) {
  byId("sections", HTMLElement).hidden = false;
  const tools = {
    audition: new Audition(`${url}files/`, row.attack_s),
    choice: may("trainer") ? new Choice(`${url}versions/`) : null,
  };
  const files = new Files(`${url}files/`, tools, (error, retry) => notice.show(error, retry));
  await Promise.all([files.show(0), openSurvey(row, tools)]);
}

/** @param {Dataset} row @param {Tools} tools */
async function openSurvey(row, tools) {
  try {
    const survey = await read(`${url}survey/`);
    showAlike(survey.groups, tools);
    showOutliers(survey.outliers, tools);
    showFrame(row, survey, `${url}versions/`);
    byId("survey", HTMLElement).hidden = false;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    byId("survey-problem", HTMLElement).textContent = error.message;
  }
}

void refresh();
