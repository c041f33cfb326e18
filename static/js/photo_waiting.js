/* Goes on sending photographs from every page of the maker's, and says on a step what is under way. */
import { isWaiting, sendNow, waitingFor } from "./photo_outbox.js";

const place = document.querySelector("[data-photos-waiting]");
const check = document.querySelector("[data-photo-check]");
const code = place?.dataset.code;
const words = place && JSON.parse(document.getElementById("photo-words").textContent);

// On the last step: the photographs that are still on this phone, beside those that arrived.
const list = (items) => {
  const strip = check.querySelector("[data-photo-coming]");
  strip.replaceChildren(...items.map((item) => {
    const row = document.createElement("li");
    const image = Object.assign(document.createElement("img"), { className: "photo", alt: "", width: 120, height: 150 });
    image.src = URL.createObjectURL(item.photo);
    const text = Object.assign(document.createElement("span"), { className: "muted small" });
    text.textContent = item.error || (item.state === "sending" ? words.sending : words.not_sent);
    row.append(image, text);
    return row;
  }));
  strip.hidden = !items.length;
};

const count = async () => {
  const items = await waitingFor(code);
  const waiting = items.filter(isWaiting).length;
  place.textContent = waiting ? words.waiting.replace("0", waiting) : items.length ? words.refused_before : "";
  if (check) list(items);
  return items;
};

// What the portal says of the work, once more, now that a photograph has arrived.
const refresh = async () => {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  for (const part of document.querySelectorAll("[data-fresh]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) part.replaceWith(fresh);
  }
};

// The step that is open can be opened again without signal.
const keepPage = async () => {
  await navigator.serviceWorker.register(place.dataset.worker);
  const { active } = await navigator.serviceWorker.ready;
  if (!document.documentElement.dataset.leaving) active.postMessage({ keep: [location.href] });
};

if (place) {
  count();
  if ("serviceWorker" in navigator) addEventListener("load", () => keepPage().catch(() => {}));
  addEventListener("photo", async ({ detail }) => {
    if (detail.state === "sending" && detail.share) return;
    if (check && detail.state === "received") await refresh().catch(() => {});
    await count();
  });
  check?.closest("main").querySelector("form").addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.dataset.sure) return;
    event.preventDefault();
    const items = await count();
    if (items.length) {
      if (items.some(isWaiting)) place.textContent = words.not_yet;
      place.focus();
      return;
    }
    form.dataset.sure = "1";
    form.requestSubmit(event.submitter);
  });
}
sendNow();
