/* Leaving a shared phone: what is unsent is named first, and the kept pages go. */
import { mine } from "./visit_store.js";

const form = document.querySelector("[data-sign-out]");

form?.addEventListener("submit", async (event) => {
  if (form.dataset.sure) return;
  event.preventDefault();
  const waiting = await mine(form.dataset.owner).catch(() => []);
  if (waiting.length) {
    location.assign(`${form.dataset.unsent}#keluar`);
    return;
  }
  // Without a secure connection a phone has no kept pages, and no `caches` either.
  for (const name of await globalThis.caches?.keys() ?? []) {
    if (name.startsWith("visit-pages-")) await caches.delete(name);
  }
  form.dataset.sure = "1";
  form.requestSubmit();
});
