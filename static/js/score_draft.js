/* Keeps a curator's scores and words: on the server as soon as there is signal, else on this device. */
const form = document.querySelector("[data-draft]");
const status = document.querySelector("[data-draft-status]");
const key = `draft:${form.dataset.saveUrl}`;
const words = {
  id: {
    waiting: "Menunggu sinyal. Isian aman di perangkat ini.",
    restored: "Isian yang belum terkirim sudah dikembalikan.",
  },
  en: {
    waiting: "Waiting for signal. Your answers are safe on this device.",
    restored: "Answers that were not sent yet are back.",
  },
}[document.documentElement.lang] ?? {};
let timer = 0;
let saving = false;
let leaving = false;
let sent = "";
let base = form.dataset.savedAt;

const entries = () => [...new FormData(form)].filter(
  ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "after",
);
const snapshot = () => JSON.stringify(entries());

// What is kept counts only until the server has something newer, from here or another device.
const remember = (kept) => {
  try {
    if (kept) localStorage.setItem(key, JSON.stringify({ base, entries: JSON.parse(kept) }));
    else localStorage.removeItem(key);
  } catch { /* A phone without room keeps nothing; the button still saves. */ }
};

// One at a time, each built on what is stored: the server refuses what comes too late. A page that
// is still open goes on from there, since what its reader sees is newer.
const save = async () => {
  const now = snapshot();
  if (saving || leaving || now === sent) return;
  let again = false;
  saving = true;
  try {
    const body = new FormData(form);
    body.append("base", base);
    const answer = await fetch(form.dataset.saveUrl, { method: "POST", body });
    if (answer.ok) {
      sent = now;
      remember("");
      const { saved, at } = await answer.json();
      status.textContent = saved;
      base = at;
    } else if (answer.status === 409) {
      const { at } = await answer.json();
      again = Boolean(at);
      base = at ?? base;
    } else if (answer.status === 422) {
      // Something is still half typed; the button will say what.
      remember(now);
      status.textContent = "";
    }
    again ||= snapshot() !== now;
  } catch {
    remember(now);
    status.textContent = words.waiting;
  }
  saving = false;
  if (again) save();
};

const restore = () => {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(key));
  } catch { /* Nothing readable was kept. */ }
  if (!kept || form.querySelector("[aria-invalid]")) return;
  if (kept.base !== base) { remember(""); return; }
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "submit") continue;
    const values = kept.entries.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (values.length) [field.value] = values;
  }
  status.textContent = words.restored;
  save();
};

sent = snapshot();
restore();
// On the document: a field may belong to the form and stand elsewhere on the page.
addEventListener("input", (event) => {
  if (event.target.form !== form) return;
  clearTimeout(timer);
  timer = setTimeout(save, 1500);
});
addEventListener("focusout", (event) => {
  if (event.target.form === form && event.target.type !== "radio") save();
});
form.addEventListener("submit", () => {
  clearTimeout(timer);
  leaving = true;
});
addEventListener("online", save);
// A page that goes before the save was heard of leaves its typing on the device.
addEventListener("pagehide", () => {
  if (!leaving && snapshot() !== sent) remember(snapshot());
});
