/* Lets the visit pages, the list at a door and a stand open without signal, and says how much waits to be sent. */
import { mine } from "./visit_store.js";

const place = document.querySelector("[data-visits]");
const button = document.querySelector("[data-prepare]");
const pages = () => [...document.querySelectorAll("[data-visit-page]")].map((link) => link.href);

const count = async () => {
  const waiting = (await mine()).length;
  for (const badge of document.querySelectorAll("[data-unsent-count]")) {
    badge.textContent = waiting ? ` (${waiting})` : "";
  }
};

// The worker answers with how many of the pages it holds now.
export const ask = async (urls) => {
  const { active } = await navigator.serviceWorker.ready;
  if (document.documentElement.dataset.leaving) return 0;
  const channel = new MessageChannel();
  const answer = new Promise((done) => { channel.port1.onmessage = (event) => done(event.data); });
  active.postMessage({ keep: urls }, [channel.port2]);
  return answer;
};

const start = async () => {
  await navigator.serviceWorker.register(place.dataset.worker);
  const here = document.querySelector("[data-visit-form], [data-unsent-list], [data-door], [data-stand]") ? [location.href] : [];
  const beside = [...document.querySelectorAll("[data-keep-page]")].map((link) => link.href);
  await ask([place.dataset.unsent, ...new Set([...here, ...beside])]);
  document.documentElement.dataset.offline = "ready";
  if (!button || !pages().length) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.setAttribute("aria-busy", "true");
    const held = await ask(pages());
    button.removeAttribute("aria-busy");
    button.textContent = button.dataset.done.replace("0", held);
  });
};

addEventListener("visits", count);
count();
if ("serviceWorker" in navigator) start();
