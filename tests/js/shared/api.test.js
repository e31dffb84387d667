import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { fetchBytes, mayRetry, Problem, request } from "../../../static/js/shared/api.js";

/** @type {Record<string, (response: import("node:http").ServerResponse) => void>} */
const ANSWERS = {
  "/sound": (response) => response.end("abc"),
  "/problem": (response) => {
    response.writeHead(409, { "Content-Type": "application/problem+json" });
    response.end(
      JSON.stringify({ title: "Conflict", detail: "Choose another name.", report: { can_force: true } }),
    );
  },
  "/busy": (response) => response.writeHead(503).end(JSON.stringify({ detail: "Busy.", retry: true })),
  "/full": (response) => response.writeHead(507).end(JSON.stringify({ detail: "Full.", retry: false })),
  "/title": (response) => response.writeHead(400).end(JSON.stringify({ title: "Bad request" })),
  "/page": (response) => response.writeHead(502).end("<html>proxy</html>"),
  "/cut": (response) => {
    response.writeHead(200, { "Content-Length": "100" });
    response.write("half", () => response.destroy());
  },
  "/silent": () => {},
};

const server = createServer((incoming, response) => ANSWERS[incoming.url ?? ""]?.(response));
let origin = "";

before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

/** @param {Promise<unknown>} promise @returns {Promise<Problem>} that it failed with */
async function problemOf(promise) {
  const error = await promise.then(
    () => assert.fail("it succeeded"),
    (reason) => reason,
  );
  assert.ok(error instanceof Problem, String(error));
  return error;
}

test("an answer is handed on", async () => {
  assert.equal(await (await request(`${origin}/sound`)).text(), "abc");
});

test("bytes are what was sent", async () => {
  assert.deepEqual(new Uint8Array(await fetchBytes(`${origin}/sound`)), Uint8Array.of(97, 98, 99));
});

test("a problem has the server's sentence, its status and its members", async () => {
  const { message, status, members } = await problemOf(request(`${origin}/problem`));
  assert.deepEqual([message, status, members.report], ["Choose another name.", 409, { can_force: true }]);
});

test("a problem without a sentence has its title", async () => {
  assert.equal((await problemOf(request(`${origin}/title`))).message, "Bad request");
});

test("an answer that is no problem document is described by its status", async () => {
  const { message, status } = await problemOf(request(`${origin}/page`));
  assert.match(message, /502/);
  assert.equal(status, 502);
});

test("where nobody answers the sentence says so, with status 0", async () => {
  const { message, status } = await problemOf(request("http://127.0.0.1:1/"));
  assert.match(message, /does not answer/);
  assert.equal(status, 0);
});

test("a server that says nothing is given up after the patience", async () => {
  const began = performance.now();
  const { status } = await problemOf(request(`${origin}/silent`, {}, 0.2));
  assert.equal(status, 0);
  assert.ok(performance.now() - began >= 150);
});

test("a request that is called off ends without an answer", async () => {
  const control = new AbortController();
  const asked = request(`${origin}/silent`, { signal: control.signal }, 60);
  control.abort();
  assert.equal((await problemOf(asked)).status, 0);
});

test("bytes that break off are no answer", async () => {
  assert.equal((await problemOf(fetchBytes(`${origin}/cut`))).status, 0);
});

test("whether a retry can help is what the server says, and else follows from the status", async () => {
  const helps = async (/** @type {string} */ url) => mayRetry(await problemOf(request(url)));
  assert.equal(await helps(`${origin}/busy`), true);
  assert.equal(await helps(`${origin}/full`), false);
  assert.equal(await helps(`${origin}/page`), true);
  assert.equal(await helps(`${origin}/title`), false);
  assert.equal(await helps("http://127.0.0.1:1/"), true);
  assert.equal(mayRetry(new TypeError("unforeseen")), true);
});
