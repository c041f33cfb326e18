/* Leaving a shared phone, from any page: what is unsent is named first, and what is kept goes. */
import { forget, forgetOld as forgetOldPhotos, mine as photos } from "./photo_store.js";
import { forgetOld, mine } from "./visit_store.js";

const MONTH = 30 * 24 * 3600 * 1000;
const words = {
  id: ["foto belum terkirim dan hilang dari HP ini bila Anda keluar sekarang.", "Keluar dan hapus fotonya"],
  en: ["photos are not sent yet and will be gone from this phone if you sign out now.", "Sign out and delete them"],
}[document.documentElement.lang] ?? [];

// Without a secure connection a phone has neither kept pages nor a worker that may be keeping one now.
const clear = async (owner) => {
  document.documentElement.dataset.leaving = "1";
  for (const { active } of await navigator.serviceWorker?.getRegistrations() ?? []) {
    active?.postMessage({ leave: true });
  }
  for (const name of await globalThis.caches?.keys() ?? []) {
    if (name.startsWith("visit-pages-")) await caches.delete(name);
  }
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(`draft:${owner}:`)) localStorage.removeItem(key);
  }
  for (const { token } of await photos(owner)) await forget(token);
};

// The first press says what would be lost, the second leaves.
const warn = (form, count) => {
  const text = document.createElement("p");
  text.role = "alert";
  text.textContent = `${count} ${words[0]}`;
  const button = form.querySelector("[type=submit]");
  button.before(text);
  button.textContent = words[1];
  form.dataset.warned = "1";
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
  const pictures = await photos(owner);
  if (pictures.length && !form.dataset.warned) {
    warn(form, pictures.length);
    return;
  }
  for (const drop of [forgetOld, forgetOldPhotos]) await drop(owner, Date.now() - MONTH).catch(() => {});
  await clear(owner).catch(() => {});
  form.dataset.sure = "1";
  form.requestSubmit();
};

for (const form of document.querySelectorAll("form[data-sign-out], [data-sign-out] form, #logout-form")) {
  form.addEventListener("submit", leave);
}
