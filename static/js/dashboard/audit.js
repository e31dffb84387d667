import { make } from "../shared/dom.js";

/** @typedef {{id: number, at: string, who: string | null, action: string, subject: string, detail: Record<string, any>}} Entry */

/** @type {Record<string, string>} */
const ACTIONS = {
  "dataset create": "added sounds",
  "run create": "started",
  "run cancel": "stopped",
  "run resume": "went on with",
  publish: "made live",
  "publish anyway": "made live, against the report,",
  rollback: "rolled back to",
  retire: "retired",
};

/** One entry in words. @param {Pick<Entry, "who" | "action" | "subject" | "detail">} entry */
export function auditWords({ who, action, subject, detail }) {
  const more = [detail.name, detail.model, detail.preset].filter(Boolean).join(", ");
  const parts = [who ?? "The instrument", ACTIONS[action] ?? action, subject, more && `(${more})`];
  return parts.filter(Boolean).join(" ");
}

/** One entry of the audit log. */
export class AuditLine {
  /** @param {Entry} entry */
  constructor(entry) {
    const moment = new Date(entry.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    const when = make("time", { datetime: entry.at }, moment);
    this.element = make("li", {}, when, make("span", {}, auditWords(entry)));
  }

  update() {}
}
