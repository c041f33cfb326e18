/* Leaving a shared phone: what is unsent is named first, and the kept pages go. */
import { mine } from "./visit_outbox.js";

const form = document.querySelector("[data-sign-out]");

form?.addEventListener("submit", async (event) => {
  if (form.dataset.sure) return;
  event.preventDefault();
  const waiting = await mine(form.dataset.owner).catch(() => []);
  if (waiting.length) {
    location.assign(`${form.dataset.unsent}#keluar`);
    return;
  }
  for (const name of await caches.keys()) {
    if (name.startsWith("visit-pages-")) await caches.delete(name);
  }
  form.dataset.sure = "1";
  form.requestSubmit();
});
