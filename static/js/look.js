/* A look at a work or a maker is counted once a visit, when the page is really seen. No cookie goes
   along, and nothing of who looked. */
const seen = document.querySelector("[data-seen]").dataset.seen;
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
document.addEventListener("visibilitychange", look);
look();
