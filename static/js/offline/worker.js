/**
 * The service worker: it keeps the page, models, and sounds that were heard, so that the studio opens and plays without
 * a network. `webui/pages/offline.py` puts `RELEASE` before it: the release's name, and the addresses that it needs.
 */

/** @typedef {{name: string, addresses: string[], prefix: string}} Release prefix: of the static files */

const worker = /** @type {any} */ (self);
const RELEASE = /** @type {Release} */ (worker.RELEASE);

const PAGE = `page-${RELEASE.name}`;
const [ANSWERS, PLAYERS, SOUNDS] = ["answers", "players", "sounds"];
const MOST = { [PLAYERS]: 8, [SOUNDS]: 400 };

worker.addEventListener("install", (/** @type {any} */ event) => {
  worker.skipWaiting(); // a page loads what its own release names, whichever worker answers: nothing has to be reloaded
  const page = caches.open(PAGE).then((cache) => cache.addAll(RELEASE.addresses.map(anybodys)));
  event.waitUntil(Promise.all([page, keepModels().catch(() => {})]));
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(forgetOtherReleases().then(() => worker.clients.claim()));
});

/** A request as anybody would make it: no account's page is kept. @param {string} url */
const anybodys = (url) => new Request(url, { credentials: "omit" });

/** Keeps the live models, their maps and players. */
async function keepModels() {
  const answers = await caches.open(ANSWERS);
  const models = await added(answers, "/api/models/");
  for (const { name, version } of models) {
    const map = await added(answers, `/api/models/${name}/map/?version=${version}`);
    if (map.player) await (await caches.open(PLAYERS)).add(anybodys(map.player.url));
  }
}

/** @param {Cache} cache @param {string} url @returns {Promise<any>} what the server answers, kept as well */
async function added(cache, url) {
  await cache.add(anybodys(url));
  return (await cache.match(url))?.json();
}

/** Pages of earlier releases. The network, or the browser's own cache, still answers a page that is open. */
async function forgetOtherReleases() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith("page-") && name !== PAGE).map((name) => caches.delete(name)),
  );
}

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || request.headers.has("Range")) return;
  const answer = answerTo(request, pathname);
  if (answer) event.respondWith(answer);
});

/** @param {Request} request @param {string} pathname @returns {Promise<Response> | null} null: the worker leaves it alone */
function answerTo(request, pathname) {
  if (pathname.startsWith(RELEASE.prefix)) return fromCacheFirst(request, PAGE);
  if (/\/(player|encoder)\.tflite$/.test(pathname)) return fromCacheFirst(request, PLAYERS);
  if (pathname.endsWith("/sound.wav")) return fromCacheFirst(request, SOUNDS);
  if (pathname === "/") return fromNetworkFirst(request, PAGE, "/");
  return /^\/api\/models\/([^/]+\/map\/)?$/.test(pathname) ? fromNetworkFirst(request, ANSWERS) : null;
}

/** For what never changes at its address. @param {Request} request @param {string} name of a cache */
async function fromCacheFirst(request, name) {
  const cache = await caches.open(name);
  const kept = await cache.match(request.url); // under any headers
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.status === 200) void keep(cache, request.url, answer.clone(), MOST[name]);
  return answer;
}

/** For what may be newer on the server. @param {Request} request @param {string} name of a cache @param {string} [key] */
async function fromNetworkFirst(request, name, key = request.url) {
  const cache = await caches.open(name);
  try {
    const answer = await fetch(request);
    if (answer.status === 200) void keep(cache, key, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(key);
    if (kept) return kept;
    throw error;
  }
}

/** @param {Cache} cache @param {string} url @param {Response} answer @param {number} [most] the oldest go */
async function keep(cache, url, answer, most = Infinity) {
  if (answer.headers.get("Cache-Control")?.includes("no-store")) return; // an account's
  await cache.put(url, answer).catch(() => {}); // the disk is full: the network goes on
  const kept = most < Infinity ? await cache.keys() : [];
  for (const oldest of kept.slice(0, Math.max(0, kept.length - most))) await cache.delete(oldest);
}
