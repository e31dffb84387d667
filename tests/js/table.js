/** @import { Option } from "../../static/js/studio/options.js" */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PYTHON = existsSync(`${ROOT}.venv/bin/python`) ? `${ROOT}.venv/bin/python` : "python3";
const CODE = "import json; from sampler.audio.options import option_table; print(json.dumps(option_table()))";

/** The table of render options, from Python as the page has it. @returns {Option[]} */
export const servedTable = () =>
  JSON.parse(execFileSync(PYTHON, ["-c", CODE], { cwd: ROOT, encoding: "utf8" }));
