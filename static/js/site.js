/* What every public page adds where the device can: the shortlist, printing, pages without signal. */
import "./saved.js";

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
  button.hidden = false;
}

const notice = document.querySelector("[data-offline]");
const tell = () => { notice.hidden = navigator.onLine; };
if (notice) {
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
  if ("serviceWorker" in navigator) {
    addEventListener("load", () => navigator.serviceWorker.register("/pekerja.js").catch(() => {}));
  }
}

/* A look at a work or a maker is counted once a visit, when the page is really seen. No cookie goes
   along, and nothing of who looked. */
const seen = document.querySelector("[data-seen]")?.dataset.seen;
const look = () => {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", look);
  try {
    if (sessionStorage.getItem(seen)) return;
    sessionStorage.setItem(seen, "1");
  } catch {
    /* Private windows may refuse: each page counts then. */
  }
  fetch(seen, { method: "POST", keepalive: true, credentials: "omit" }).catch(() => {});
};
if (seen) {
  document.addEventListener("visibilitychange", look);
  look();
}
