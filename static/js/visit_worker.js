/* Lets the visit pages open without signal, sends what waits, and says how much waits. */
import { sendAll } from "./visit_outbox.js";
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
const ask = async (urls) => {
  const { active } = await navigator.serviceWorker.ready;
  const channel = new MessageChannel();
  const answer = new Promise((done) => { channel.port1.onmessage = (event) => done(event.data); });
  active.postMessage({ keep: urls }, [channel.port2]);
  return answer;
};

const start = async () => {
  await navigator.serviceWorker.register(place.dataset.worker);
  const here = document.querySelector("[data-visit-form], [data-unsent-list]") ? [location.href] : [];
  await ask([place.dataset.unsent, ...here]);
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

// A phone says "online" before anything gets through: it tries again, at growing distances.
let pause = 4_000;
let timer = 0;
const trySending = async () => {
  clearTimeout(timer);
  if (await sendAll()) return;
  timer = setTimeout(trySending, pause);
  pause = Math.min(pause * 2, 120_000);
};

addEventListener("visits", count);
addEventListener("online", () => { pause = 4_000; trySending(); });
count();
trySending();
if ("serviceWorker" in navigator) start();
