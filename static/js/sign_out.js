/* Leaving a shared phone, from any page: what is unsent is named first, and the kept pages go. */
import { forgetOld, mine } from "./visit_store.js";

const MONTH = 30 * 24 * 3600 * 1000;

// Without a secure connection a phone has neither kept pages nor a worker that may be keeping one now.
const clear = async () => {
  document.documentElement.dataset.leaving = "1";
  for (const { active } of await navigator.serviceWorker?.getRegistrations() ?? []) {
    active?.postMessage({ leave: true });
  }
  for (const name of await globalThis.caches?.keys() ?? []) {
    if (name.startsWith("visit-pages-")) await caches.delete(name);
  }
};

const leave = async (event) => {
  const form = event.currentTarget;
  if (form.dataset.sure) return;
  event.preventDefault();
  const { owner = "", unsent, keeps } = (form.closest("[data-sign-out]") ?? form).dataset;
  const waiting = keeps ? [] : await mine(owner).catch(() => []);
  if (waiting.length) {
    location.assign(`${unsent}#keluar`);
    return;
  }
  await forgetOld(owner, Date.now() - MONTH).catch(() => {});
  await clear().catch(() => {});
  form.dataset.sure = "1";
  form.requestSubmit();
};

for (const form of document.querySelectorAll("form[data-sign-out], [data-sign-out] form, #logout-form")) {
  form.addEventListener("submit", leave);
}
