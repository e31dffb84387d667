// Reads paths of JavaScript files, one a line; prints "path<TAB>name<TAB>lines" for each function that has a name.
import { readFileSync } from "node:fs";
import { parse } from "acorn";

/** @typedef {import("acorn").AnyNode} Node */
/** @typedef {{name: string, lines: number}} Found */

/** @param {unknown} value @returns {value is Node} */
const isNode = (value) => typeof value === "object" && value !== null && "type" in value && "loc" in value;

/** @param {Node} node @returns {Node[]} */
const childrenOf = (node) => Object.values(node).flat().filter(isNode);

/** @param {Node | null | undefined} node */
const isFunction = (node) => node?.type === "FunctionExpression" || node?.type === "ArrowFunctionExpression";

/** @param {Node} node a key or a pattern @returns {string} */
const textOf = (node) => ("name" in node && typeof node.name === "string" ? node.name : "…");

/** The name under which a node declares a function; null where it declares none. @param {Node} node @returns {string | null} */
function nameOf(node) {
  if (node.type === "FunctionDeclaration") return node.id?.name ?? "default";
  if (node.type === "VariableDeclarator") return isFunction(node.init) ? textOf(node.id) : null;
  if (node.type === "MethodDefinition" || node.type === "PropertyDefinition" || node.type === "Property")
    return isFunction(node.value) ? textOf(node.key) : null;
  return null;
}

/** @param {Node} node @returns {Found[]} */
function functionsIn(node) {
  const name = nameOf(node);
  const lines = node.loc ? node.loc.end.line - node.loc.start.line + 1 : 0;
  const inside = childrenOf(node).flatMap(functionsIn);
  return name === null ? inside : [{ name, lines }, ...inside];
}

for (const path of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const tree = parse(readFileSync(path, "utf8"), {
    ecmaVersion: "latest",
    sourceType: "module",
    locations: true,
  });
  for (const { name, lines } of functionsIn(tree)) console.log(`${path}\t${name}\t${lines}`);
}
