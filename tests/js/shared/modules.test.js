import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const STATIC = new URL("../../../static/", import.meta.url);
const { dependencies } = JSON.parse(readFileSync(new URL("../package.json", STATIC), "utf8"));

/** @param {string} folder below static/js @returns {URL[]} its modules */
const modulesIn = (folder) =>
  readdirSync(new URL(`js/${folder}`, STATIC), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".js"))
    .map((path) => new URL(`js/${folder}/${path}`, STATIC));

/** A page's own beginning, or a classic script: everything else can be imported where there is no page. @param {URL} module */
const isPage = ({ pathname }) => /\/(main|theme)\.js$/.test(pathname);

for (const module of [...modulesIn("shared"), ...modulesIn("dashboard")].filter((module) => !isPage(module)))
  test(`${module.pathname.split("/js/").at(-1)} can be imported alone`, async () => {
    const exported = await import(module.href);
    assert.ok(Object.keys(exported).length > 0);
  });

for (const module of ["shared", "dashboard", "studio"].flatMap(modulesIn)) {
  const packages = /new URL\("([./]*\/npm\/[^"]+)", import\.meta\.url\)/.exec(
    readFileSync(module, "utf8"),
  )?.[1];
  if (packages)
    test(`${module.pathname.split("/js/").at(-1)} looks for its package where packages are served`, () => {
      const [, name = ""] = new URL(packages, module).pathname.split("/static/npm/");
      assert.ok(name.slice(0, -1) in dependencies, `${new URL(packages, module)}`);
    });
}
