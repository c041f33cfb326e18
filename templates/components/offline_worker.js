/* Opens a few pages of the workbench without signal. It keeps these and their looks, nothing else:
   each person's pages apart, at most a week, thrown away at sign-out and when another person signs in. */
const SHELL = "visit-shell-{{ version }}";
const PAGES = "visit-pages-";
const WEEK = 7 * 24 * 3600 * 1000;
const PATIENCE = 6000;
const unsent = "{{ unsent_url|escapejs }}";
const base = "{{ base_url|escapejs }}";
const kind = new RegExp("{{ kept|escapejs }}");
const assets = [{% for asset in assets %}"{{ asset|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

const isKept = (path) => path === unsent || (path.startsWith(base) && kind.test(path.slice(base.length)));

const clean = async (wanted) => {
  for (const name of await caches.keys()) {
    if (name.startsWith("visit-") && !wanted(name)) await caches.delete(name);
  }
};

// Counts sign-outs: what was asked for before one is not kept after it.
let departures = 0;

const keep = async (url, response, asked) => {
  const person = response.headers.get("X-Page-Owner");
  if (!person || !response.ok || response.redirected || asked !== departures) return false;
  await clean((name) => name === PAGES + person || name.startsWith("visit-shell-"));
  await (await caches.open(PAGES + person)).put(new URL(url).pathname, response);
  if (asked !== departures) await caches.delete(PAGES + person);
  return asked === departures;
};

const kept = async (path) => {
  const page = await caches.match(path, { ignoreVary: true });
  const age = page ? Date.now() - new Date(page.headers.get("Date") ?? 0) : Infinity;
  return age < WEEK ? page : undefined;
};

// The portal first; what is kept where it does not answer in time, or only says that it is down.
const page = async (request) => {
  const path = new URL(request.url).pathname;
  const asked = departures;
  const here = isKept(path) ? await kept(path) : undefined;
  try {
    const timer = here && new Promise((done) => { setTimeout(done, PATIENCE, undefined); });
    const answer = await Promise.race([fetch(request), timer].filter(Boolean));
    if (!answer || (answer.status >= 500 && here)) return here;
    if (isKept(path)) await keep(request.url, answer.clone(), asked);
    return answer;
  } catch {
    return here ?? (await kept(unsent)) ?? Response.error();
  }
};

const asset = async (request) => {
  const shell = await caches.open(SHELL);
  try {
    const answer = await fetch(request);
    if (answer.ok) await shell.put(request, answer.clone());
    return answer;
  } catch {
    return (await shell.match(request, { ignoreVary: true })) ?? Response.error();
  }
};

addEventListener("install", (event) => event.waitUntil((async () => {
  await (await caches.open(SHELL)).addAll(assets);
  await skipWaiting();
})()));

addEventListener("activate", (event) => event.waitUntil((async () => {
  await clean((name) => name === SHELL || name.startsWith(PAGES));
  await clients.claim();
})()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname.startsWith(base)) event.respondWith(page(request));
  else if (["script", "style", "image"].includes(request.destination) && !url.pathname.startsWith("/media/")) {
    event.respondWith(asset(request));
  }
});

addEventListener("message", (event) => event.waitUntil((async () => {
  if (event.data.leave) {
    departures += 1;
    await clean((name) => !name.startsWith(PAGES));
  }
  const asked = departures;
  let held = 0;
  for (const url of event.data.keep ?? []) {
    try {
      const address = new URL(url, location.href);
      const answer = await fetch(address.pathname, { credentials: "same-origin" });
      if (isKept(address.pathname) && (await keep(address.href, answer, asked))) held += 1;
    } catch { /* No signal now: the page is kept the next time it opens. */ }
  }
  event.ports[0]?.postMessage(held);
})()));
