import { make } from "../shared/dom.js";

/** @typedef {{id: number, at: string, who: string | null, action: string, subject: string, detail: Record<string, any>}} Entry */

/** @type {Record<string, string>} */
const WORDS = {
  "dataset create": "added sounds",
  "run create": "started",
  "run cancel": "stopped",
  "run resume": "went on with",
  publish: "made live",
  "publish anyway": "made live, against the report,",
  rollback: "rolled back to",
  retire: "retired",
};

/** @param {Entry} entry */
function what({ action, subject, detail }) {
  const more = [detail.name, detail.model, detail.preset].filter(Boolean).join(", ");
  return [WORDS[action] ?? action, subject, more && `(${more})`].filter(Boolean).join(" ");
}

/** One thing that somebody did. */
export class AuditLine {
  /** @param {Entry} entry */
  constructor(entry) {
    const when = make(
      "time",
      { datetime: entry.at },
      new Date(entry.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }),
    );
    this.element = make("li", {}, when, make("span", {}, `${entry.who ?? "The instrument"} ${what(entry)}`));
  }

  update() {}
}
