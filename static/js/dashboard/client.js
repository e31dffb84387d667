import { Problem, request } from "../shared/api.js";
import { byId } from "../shared/dom.js";

/** @typedef {"queued" | "preparing" | "ready" | "failed"} DatasetState */
/**
 * @typedef {Object} Dataset
 * @property {number} id
 * @property {string} name
 * @property {number} version
 * @property {string | null} folder where it was read; null for a zip
 * @property {number} attack_s
 * @property {number} length_s
 * @property {DatasetState} state
 * @property {import("./datasetwords.js").Preparing | null} progress
 * @property {number} kept
 * @property {{file: string, reason: string, message?: string}[]} refused in lists the first few only
 * @property {number} refused_count
 * @property {string | null} error
 * @property {string | null} requested_by
 * @property {string} created
 */
/** @typedef {"queued" | "running" | "stopping" | "finished" | "cancelled" | "failed"} RunState */
/** @typedef {Record<string, (number | null)[]>} Losses by name, one for each epoch */
/** @typedef {{epoch: number, kind: string}} Mark what happened besides, after so many epochs */
/**
 * @typedef {Object} Run
 * @property {number} id
 * @property {string} dataset_name
 * @property {string} preset
 * @property {string} preset_title
 * @property {string} name
 * @property {RunState} state
 * @property {number | null} ahead trainings that come before it
 * @property {number} epoch
 * @property {number} epochs
 * @property {number} step
 * @property {number | null} eta_s
 * @property {number} elapsed_s
 * @property {Losses} history
 * @property {Mark[]} marks
 * @property {string | null} warning of too little data
 * @property {string | null} error
 * @property {string | null} version what it exported
 * @property {boolean} is_live
 */

/** @param {"viewer" | "trainer" | "publisher"} role @returns {boolean} whether this account has it; the API asks again */
export const may = (role) => (byId("dashboard", HTMLElement).dataset.roles ?? "").split(" ").includes(role);

const token = () => byId("dashboard", HTMLElement).dataset.csrf ?? "";

/** @param {string} url @returns {Promise<any>} */
export async function read(url) {
  return (await request(url)).json();
}

/** @template T @param {string} url @returns {Promise<T[]>} */
export async function list(url) {
  const answer = await read(url);
  return answer.results ?? answer;
}

/** @param {string} url @param {unknown} [body] @returns {Promise<any>} */
export async function send(url, body = {}) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
  return (await request(url, { method: "POST", headers, body: JSON.stringify(body) })).json();
}

/**
 * A form with a file, by XMLHttpRequest because fetch does not report the progress of an upload.
 * @param {string} url @param {FormData} form @param {(share: number) => void} onProgress
 * @returns {Promise<any>}
 */
export function upload(url, form, onProgress) {
  return new Promise((resolve, reject) => {
    const exchange = new XMLHttpRequest();
    exchange.open("POST", url);
    exchange.setRequestHeader("X-CSRFToken", token());
    exchange.responseType = "json";
    exchange.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
    exchange.onerror = () =>
      reject(new Problem("The upload was cut off. Check the connection, then add the zip again.", 0));
    exchange.onload = () => {
      if (exchange.status < 300) resolve(exchange.response);
      else
        reject(
          new Problem(
            exchange.response?.detail ?? `The studio answered ${exchange.status}. Try again.`,
            exchange.status,
          ),
        );
    };
    exchange.send(form);
  });
}

/** @param {unknown} error @returns {string} the sentence for the user */
export function sentence(error) {
  if (error instanceof Problem) return error.message;
  console.error(error);
  return "The page could not do that. Load it again.";
}
