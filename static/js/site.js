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
