/* Photographs: shrunk on the phone, sent at once one by one, sent again when the signal is back. */
import { shrink } from "./shrink.js";

const form = document.querySelector("[data-photo-form]");
const english = document.documentElement.lang === "en";
const words = english
  ? {
    preparing: "Preparing the photo…",
    sending: "Sending…",
    failed: "The photo was not sent: weak signal. Your answers are safe.",
    retry: "Try again",
    checking: "Checking the photo…",
  }
  : {
    preparing: "Menyiapkan foto…",
    sending: "Mengirim…",
    failed: "Foto belum terkirim karena sinyal lemah. Isian Anda aman.",
    retry: "Coba lagi",
    checking: "Memeriksa foto…",
  };
const waiting = new Map();
let busy = 0;

const post = (url, body, onProgress) => new Promise((done, failed) => {
  const request = new XMLHttpRequest();
  request.open("POST", url);
  request.setRequestHeader("Accept", "text/x-slot, text/html");
  request.upload.onprogress = onProgress;
  request.onload = () => (request.status < 500 && request.status !== 404 ? done(request) : failed());
  request.onerror = failed;
  request.ontimeout = failed;
  request.timeout = 180_000;
  request.send(body);
});

const payload = (fields) => {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return body;
};

const replace = (slot, html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.querySelector("[data-photo-slot]");
  if (!fresh) { location.reload(); return; }
  slot.replaceWith(fresh);
  prepare(fresh);
  fresh.querySelector("[data-photo-input]")?.focus({ preventScroll: true });
};

const offerRetry = (slot) => {
  const status = slot.querySelector("[data-photo-status]");
  status.textContent = `${words.failed} `;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "button button--text";
  again.textContent = words.retry;
  again.addEventListener("click", () => send(slot, waiting.get(slot)));
  status.append(again);
  slot.dataset.state = "error";
};

const send = async (slot, file) => {
  const status = slot.querySelector("[data-photo-status]");
  waiting.set(slot, file);
  busy += 1;
  slot.dataset.state = "sending";
  status.textContent = words.sending;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", words.sending);
  status.append(bar);
  try {
    const fields = { kind: slot.dataset.kind, photo: file };
    if (slot.dataset.replaces) fields.replaces = slot.dataset.replaces;
    const answer = await post(slot.dataset.url, payload(fields), (event) => {
      if (!event.lengthComputable) return;
      bar.value = event.loaded / event.total;
      if (bar.value === 1) status.firstChild.textContent = words.checking;
    });
    waiting.delete(slot);
    replace(slot, answer.responseText);
  } catch {
    offerRetry(slot);
  } finally {
    busy -= 1;
  }
};

const prepare = (slot) => {
  const input = slot.querySelector("[data-photo-input]");
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    const status = slot.querySelector("[data-photo-status]");
    status.textContent = words.preparing;
    const small = await shrink(file);
    // The file is on its way; the form must not send it a second time.
    input.value = "";
    const preview = document.createElement("img");
    preview.className = "photo";
    preview.alt = "";
    preview.src = URL.createObjectURL(small);
    preview.onload = () => URL.revokeObjectURL(preview.src);
    preview.onerror = () => preview.remove();
    slot.querySelector("[data-photo-frame]").replaceChildren(preview);
    send(slot, small);
  });
  slot.querySelector("[data-photo-remove]")?.addEventListener("click", async (event) => {
    event.preventDefault();
    const button = event.currentTarget;
    try {
      const answer = await post(button.formAction, payload({}), null);
      replace(slot, answer.responseText);
    } catch {
      slot.querySelector("[data-photo-status]").textContent = words.failed;
    }
  });
};

form.querySelectorAll("[data-photo-slot]").forEach(prepare);
addEventListener("online", () => waiting.forEach((file, slot) => send(slot, file)));
form.addEventListener("submit", (event) => {
  if (!busy) return;
  event.preventDefault();
  const status = form.querySelector("[data-draft-status]");
  status.textContent = form.dataset.tooFew;
});
addEventListener("beforeunload", (event) => {
  if (busy || waiting.size) event.preventDefault();
});
