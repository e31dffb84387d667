/** @import { Dataset } from "../client.js" */
import { Problem } from "../../shared/api.js";
import { byId, make } from "../../shared/dom.js";
import { Notice } from "../../shared/notice.js";
import { list, may, read } from "../client.js";
import { preparingWords, STATE_WORDS } from "../preparing.js";
import { showAlike, showOutliers } from "./alike.js";
import { Choice } from "./choice.js";
import { Files } from "./files.js";
import { showFrame } from "./frame.js";
import { Preview } from "./listen.js";

/** @typedef {{id: number, version: number, state: string, kept: number}} Version */

const AGAIN_MS = 1000;
const dataset = byId("dashboard", HTMLElement).dataset.dataset ?? "";
const url = `/api/datasets/${dataset}/`;
const notice = new Notice("dashboard-error");

/** Until it is ready or has failed, how far it is; then what is in it. */
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
  const label = byId("state", HTMLElement);
  label.dataset.state = state;
  label.textContent = STATE_WORDS[state] ?? state;
  byId("facts", HTMLElement).textContent = facts(row);
  byId("problem", HTMLElement).textContent = error ?? "";
  const bar = byId("progress", HTMLProgressElement);
  bar.hidden = state !== "preparing";
  if (progress) bar.value = progress.done / Math.max(1, progress.total);
}

/** @param {Dataset} row */
function facts({ state, progress, kept, refused_count, folder, requested_by, created }) {
  if (state === "queued") return "Waiting for its turn.";
  if (state === "preparing") return preparingWords(progress);
  const from = folder ? `from ${folder}` : "from an uploaded zip";
  const who = requested_by ? ` by ${requested_by}` : "";
  return `${kept} sounds kept, ${refused_count} refused; ${from}; added${who} on ${new Date(created).toLocaleDateString([], { dateStyle: "medium" })}.`;
}

/** @param {Version[]} versions */
function showVersions(versions) {
  byId("versions-nav", HTMLElement).hidden = versions.length < 2;
  const links = versions.map(({ id, version, state, kept }) => {
    const words =
      state === "ready" ? `v${version}, ${kept} sounds` : `v${version}, ${STATE_WORDS[state] ?? state}`;
    const link = make("a", { href: `/dashboard/datasets/${id}/` }, words);
    if (String(id) === dataset) link.ariaCurrent = "page";
    return make("li", {}, link);
  });
  byId("versions", HTMLElement).replaceChildren(...links);
}

/** @param {Dataset} row */
async function open(row) {
  byId("sections", HTMLElement).hidden = false;
  const preview = new Preview(`${url}files/`, row.attack_s);
  const choice = may("trainer") ? new Choice(`${url}versions/`) : null;
  const files = new Files(`${url}files/`, preview, choice, (error, retry) => notice.show(error, retry));
  await Promise.all([files.show(0), openSurvey(row, preview, choice)]);
}

/** @param {Dataset} row @param {Preview} preview @param {Choice | null} choice */
async function openSurvey(row, preview, choice) {
  try {
    const survey = await read(`${url}survey/`);
    showAlike(survey.groups, preview, choice);
    showOutliers(survey.outliers, preview, choice);
    showFrame(row, survey, `${url}versions/`);
    byId("survey", HTMLElement).hidden = false;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    byId("survey-problem", HTMLElement).textContent = error.message;
  }
}

void refresh();
