/** The service worker, in a browser of which only caches and network are there. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const SCRIPT = readFileSync(new URL("../../../static/js/offline/worker.js", import.meta.url), "utf8");
const ORIGIN = "http://localhost";

/** A browser's caches: names with addresses with answers. */
class Caches {
  /** @type {Map<string, Map<string, Response>>} */
  kept = new Map();

  /** @param {(url: string) => Promise<Response>} network */
  constructor(network) {
    this.network = network;
  }

  /** @param {string} name */
  async open(name) {
    const cache = this.kept.get(name) ?? new Map();
    this.kept.set(name, cache);
    const url = (/** @type {string | Request} */ of) =>
      new URL(typeof of === "string" ? of : of.url, ORIGIN).href;
    const put = async (/** @type {string | Request} */ of, /** @type {Response} */ answer) =>
      void cache.set(url(of), answer);
    const add = async (/** @type {string | Request} */ of) => put(of, await this.network(url(of)));
    return {
      put,
      add,
      addAll: (/** @type {(string | Request)[]} */ all) => Promise.all(all.map(add)),
      match: async (/** @type {string} */ of) => cache.get(url(of))?.clone(),
      keys: async () => [...cache.keys()],
      delete: async (/** @type {string} */ of) => cache.delete(url(of)),
    };
  }

  keys = async () => [...this.kept.keys()];
  delete = async (/** @type {string} */ name) => this.kept.delete(name);
}

/**
 * The worker of a release.
 * @param {string} name of the release @param {Caches} caches @param {(url: string) => Promise<Response>} network
 */
function started(name, caches, network) {
  /** @type {Record<string, (event: object) => void>} */
  const listeners = {};
  const self = {
    RELEASE: { name, addresses: ["/", `/static/${name}/main.js`], prefix: `/static/${name}/` },
    addEventListener: (/** @type {string} */ type, /** @type {() => void} */ run) => (listeners[type] = run),
    skipWaiting: () => {},
    clients: { claim: async () => {} },
  };
  class Asked extends Request {
    /** @param {string} url @param {RequestInit} [options] */
    constructor(url, options) {
      super(new URL(url, ORIGIN), options);
    }
  }
  const fetch = (/** @type {Request} */ { url }) => network(url);
  vm.runInNewContext(SCRIPT, {
    self,
    caches,
    fetch,
    location: { origin: ORIGIN },
    URL,
    Request: Asked,
    Map,
    Promise,
  });
  return {
    /** @param {"install" | "activate"} type */
    async handle(type) {
      /** @type {Promise<unknown>[]} */
      const waits = [];
      listeners[type]?.({ waitUntil: (/** @type {Promise<unknown>} */ wait) => waits.push(wait) });
      await Promise.all(waits);
    },
    /** @param {string} path @returns {Promise<string | null>} null where the worker leaves a request alone */
    async answer(path) {
      /** @type {Promise<Response> | null} */
      let answer = null;
      const respondWith = (/** @type {Promise<Response>} */ given) => (answer = given);
      listeners.fetch?.({ request: new Request(`${ORIGIN}${path}`), respondWith });
      return answer && (await /** @type {Promise<Response>} */ (answer)).text();
    },
  };
}

/** A network that tells the release and the path, as often as it is asked. @param {string} release */
function networkOf(release) {
  const network = { up: true, asked: /** @type {string[]} */ ([]) };
  const get = async (/** @type {string} */ url) => {
    const { pathname } = new URL(url);
    network.asked.push(pathname);
    if (!network.up) throw new TypeError("no network");
    if (pathname === "/api/models/") return Response.json([{ name: "tom", version: "1" }]);
    if (pathname === "/api/models/tom/map/")
      return Response.json({ player: { url: "/api/models/tom/1/player.tflite" } });
    return new Response(`${release} ${pathname}`);
  };
  return { network, get };
}

async function installed() {
  const { network, get } = networkOf("one");
  const caches = new Caches(get);
  const worker = started("one", caches, get);
  await worker.handle("install");
  await worker.handle("activate");
  return { worker, caches, network };
}

test("without a network the page, its files, models and players are there", async () => {
  const { worker, network } = await installed();
  network.up = false;
  assert.equal(await worker.answer("/?model=tom"), "one /");
  assert.equal(await worker.answer("/static/one/main.js"), "one /static/one/main.js");
  assert.equal(await worker.answer("/api/models/"), '[{"name":"tom","version":"1"}]');
  assert.equal(await worker.answer("/api/models/tom/1/player.tflite"), "one /api/models/tom/1/player.tflite");
  await assert.rejects(worker.answer("/api/models/tom/1/sound.wav?x=0"));
});

test("a sound that was heard is there, and asked for once", async () => {
  const { worker, network } = await installed();
  const heard = await worker.answer("/api/models/tom/1/sound.wav?x=0");
  network.up = false;
  assert.equal(await worker.answer("/api/models/tom/1/sound.wav?x=0"), heard);
  assert.equal(network.asked.filter((path) => path.endsWith("sound.wav")).length, 1);
});

test("a new release shows at once, and takes the place of the old one", async () => {
  const { caches } = await installed();
  const { network, get } = networkOf("two");
  caches.network = get;
  const next = started("two", caches, get);
  await next.handle("install");
  await next.handle("activate");
  assert.deepEqual(
    (await caches.keys()).filter((name) => name.startsWith("page-")),
    ["page-two"],
  );
  network.up = false;
  assert.equal(await next.answer("/"), "two /");
});

test("the page comes from the network where there is one", async () => {
  const { network, get } = networkOf("one");
  const caches = new Caches(get);
  let release = "one";
  const worker = started("one", caches, async (url) => new Response(`${release} ${new URL(url).pathname}`));
  await worker.handle("install");
  release = "two";
  assert.equal(await worker.answer("/"), "two /");
  assert.ok(network.up);
});

test("what has an account's or a form's answer is left alone", async () => {
  const { worker } = await installed();
  for (const path of ["/dashboard/", "/login/", "/api/runs/", "/service-worker.js", "/healthz"])
    assert.equal(await worker.answer(path), null, path);
});
