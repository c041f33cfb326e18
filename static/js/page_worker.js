/* Keeps the public pages seen last, so that they can be read without a connection. Pages always come
   from the portal while it can be reached; what may not be kept (no-store: everything personal) is
   not. Photographs and built files carry their content in their address and never change. */
const PAGES = "pages-1";
const FILES = "files-1";
const OFFLINE = "%OFFLINE%";
const STYLES = "%STYLES%";
const MOST = { [PAGES]: 30, [FILES]: 120 };

const trim = async (name) => {
  const cache = await caches.open(name);
  const kept = (await cache.keys()).filter((request) => new URL(request.url).pathname !== OFFLINE);
  await Promise.all(kept.slice(0, -MOST[name]).map((request) => cache.delete(request)));
};

const keep = async (name, request, response) => {
  const cache = await caches.open(name);
  await cache.delete(request);
  await cache.put(request, response);
  await trim(name);
};

const isShared = (response) =>
  response.ok && !response.redirected && !/no-store|private/.test(response.headers.get("Cache-Control") ?? "");

const page = async (event) => {
  try {
    const response = await fetch(event.request);
    if (isShared(response)) event.waitUntil(keep(PAGES, event.request, response.clone()));
    else if (response.status === 404 || response.status === 410) {
      event.waitUntil(caches.open(PAGES).then((cache) => cache.delete(event.request)));
    }
    return response;
  } catch (error) {
    const cache = await caches.open(PAGES);
    const kept = (await cache.match(event.request, { ignoreVary: true })) ?? (await cache.match(OFFLINE));
    if (kept) return kept;
    throw error;
  }
};

const file = async (event) => {
  const kept = await (await caches.open(FILES)).match(event.request);
  if (kept) return kept;
  const response = await fetch(event.request);
  if (isShared(response)) event.waitUntil(keep(FILES, event.request, response.clone()));
  return response;
};

self.addEventListener("install", (event) => {
  event.waitUntil(
    Promise.all([
      caches.open(PAGES).then((cache) => cache.add(OFFLINE)),
      caches.open(FILES).then((cache) => cache.add(STYLES)),
    ]).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const ours = new Set([PAGES, FILES]);
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => /^(pages|files)-/.test(name) && !ours.has(name)))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && !/^\/(en\/)?(kerja|saya|admin|masuk|w)\//.test(pathname)) {
    event.respondWith(page(event));
  } else if (/^\/media\/|^\/static\/.*\.[0-9a-f]{12}\./.test(pathname)) {
    event.respondWith(file(event));
  }
});
