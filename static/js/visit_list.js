/* What this phone still keeps: one line a visit with its state, sent again or thrown away by hand. */
import { send, sendAll } from "./visit_outbox.js";
import { forget, mine, owner } from "./visit_store.js";

const [list, empty, shape, leaving, everything] = ["unsent-list", "unsent-empty", "unsent-shape", "leaving", "send-all"]
  .map((name) => document.querySelector(`[data-${name}]`));
const words = JSON.parse(document.getElementById("visit-words").textContent);

const day = (text) => text && new Date(`${text}T00:00`)
  .toLocaleDateString(document.documentElement.lang, { dateStyle: "medium" });

const line = (item) => {
  const row = shape.content.firstElementChild.cloneNode(true);
  const part = (name) => row.querySelector(`[data-part=${name}]`);
  part("name").textContent = item.name;
  part("name").href = item.page ?? `${item.url}#${item.token}`;
  part("day").textContent = [day(item.visitedOn), item.photo && words.photo].filter(Boolean).join(", ");
  part("state").textContent = words[item.state] ?? words.queued;
  part("words").textContent = (item.fields.find(([name]) => name === "findings") ?? ["", ""])[1];
  part("errors").replaceChildren(...item.errors.map((error) => {
    const entry = document.createElement("li");
    entry.textContent = error.label ? `${error.label}: ${error.message}` : error.message;
    return entry;
  }));
  part("send").hidden = item.state === "draft";
  part("send").addEventListener("click", async () => {
    part("state").textContent = words.sending;
    const bar = part("progress");
    bar.hidden = false;
    await send(item.token, (share) => { bar.value = share; });
    show();
  });
  // The first press asks, the second throws away.
  part("forget").addEventListener("click", async () => {
    if (!row.dataset.sure) {
      row.dataset.sure = "1";
      part("forget").textContent = part("forget").dataset.sure;
      return;
    }
    await forget(item.token);
    show();
  });
  return row;
};

const show = async () => {
  const items = await mine();
  list.replaceChildren(...items.map(line));
  empty.hidden = items.length > 0;
  leaving.hidden = location.hash !== "#keluar" || !items.length;
};

// The forms that open without signal, by the names that stand in them.
const ready = async () => {
  if (!globalThis.caches) return;
  const cache = await caches.open(`visit-pages-${owner}`);
  const pages = await Promise.all((await cache.keys()).map((key) => cache.match(key)));
  const texts = await Promise.all(pages.map((page) => page.text()));
  const shown = texts.map((text) => new DOMParser().parseFromString(text, "text/html"));
  const forms = shown.map((page) => page.querySelector("[data-visit-form], [data-door]")).filter(Boolean);
  document.querySelector("[data-ready]").replaceChildren(...forms.map((form) => {
    const entry = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: form.getAttribute("action") ?? form.dataset.page });
    link.className = "tap";
    link.textContent = form.dataset.name;
    entry.append(link);
    return entry;
  }));
};

for (const name of ["visits", "hashchange"]) addEventListener(name, show);
show();
ready();
everything.hidden = false;
everything.addEventListener("click", sendAll);
const signOut = document.querySelector("[data-sign-out]");
leaving.querySelector("[data-forget-all]").addEventListener("click", async () => {
  for (const item of await mine()) await forget(item.token);
  signOut.requestSubmit();
});
leaving.querySelector("[data-keep-all]").addEventListener("click", () => {
  signOut.dataset.keeps = "1";
  signOut.requestSubmit();
});
