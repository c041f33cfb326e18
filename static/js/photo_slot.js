/* Photographs: shrunk on the phone, kept there, sent one by one while the maker goes on. */
import { add, cancel, isWaiting, sendNow, waitingFor } from "./photo_outbox.js";
import { warningsOf } from "./photo_look.js";
import { forget, isHeld } from "./photo_store.js";
import { post } from "./phone_post.js";
import { shrink } from "./shrink.js";

const form = document.querySelector("[data-photo-form]");
const words = JSON.parse(document.getElementById("photo-words").textContent);
const status = form.querySelector("[data-draft-status]");
const { code } = form.dataset;

const button = (text, act) => {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  made.className = "button button--text";
  made.addEventListener("click", act);
  return made;
};

const replace = (slot, html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.getElementById(slot.id) ?? page.querySelector("[data-photo-slot]");
  if (!fresh) { location.reload(); return; }
  const hadFocus = slot.contains(document.activeElement);
  slot.replaceWith(fresh);
  prepare(fresh);
  if (hadFocus) fresh.querySelector("[data-photo-input]")?.focus({ preventScroll: true });
};

const bare = async (slot) => replace(slot, await (await fetch(location.href)).text());

// A slot whose photograph is still on this phone.
const show = (item) => {
  const slot = document.getElementById(item.slot);
  if (!slot || item.state === "gone") return;
  if (item.state === "received") {
    status.textContent = words.arrived;
    if (item.html) replace(slot, item.html);
    else bare(slot);
    return;
  }
  if (item.state === "refused" && item.html) {
    replace(slot, item.html);
    forget(item.token);
    return;
  }
  const line = slot.querySelector("[data-photo-status]");
  const bar = line.querySelector("progress");
  if (item.state === "sending" && bar) {
    bar.value = item.share;
    if (item.share === 1) line.firstElementChild.textContent = words.checking;
    return;
  }
  slot.dataset.state = item.state === "refused" ? "error" : item.warnings.length ? "warn" : "sending";
  if (!slot.querySelector(`img[data-token="${item.token}"]`)) {
    const preview = Object.assign(document.createElement("img"), { className: "photo", alt: "" });
    preview.dataset.token = item.token;
    preview.src = URL.createObjectURL(item.photo);
    preview.onload = () => URL.revokeObjectURL(preview.src);
    preview.onerror = () => preview.remove();
    slot.querySelector("[data-photo-frame]").replaceChildren(preview);
  }
  const held = line.contains(document.activeElement) && document.activeElement.textContent;
  const lines = [item.error || words[item.state], ...item.warnings.map((warning) => words.warnings[warning])];
  line.replaceChildren(...lines.map((textContent, at) => Object.assign(
    document.createElement("span"),
    { textContent, className: at ? "warn" : "" },
  )));
  if (item.state === "sending") {
    const progress = Object.assign(document.createElement("progress"), { max: 1, value: item.share });
    progress.setAttribute("aria-label", words.sending);
    line.append(progress);
  } else if (item.state !== "refused") {
    line.append(button(words.retry, sendNow));
  }
  line.append(button(words.cancel, async () => {
    await cancel(item.token);
    await bare(slot).catch(() => location.reload());
  }));
  // Who is at these buttons with the keyboard stays there when the next attempt is told of.
  if (held) {
    line.tabIndex = -1;
    ([...line.querySelectorAll("button")].find((one) => one.textContent === held) ?? line).focus({ preventScroll: true });
  }
};

const choose = async (slot, input) => {
  const [file] = input.files;
  if (!file) return;
  const line = slot.querySelector("[data-photo-status]");
  line.textContent = words.preparing;
  const photo = await shrink(file);
  const warnings = await warningsOf(file, photo);
  // The photograph is on its way; the form must not send it a second time.
  input.value = "";
  await add({
    code,
    slot: slot.id,
    url: slot.dataset.url,
    fields: { kind: slot.dataset.kind, replaces: slot.dataset.replaces },
    hints: warnings.filter((warning) => warning === "screen"),
    photo,
    name: photo.name || "foto.jpg",
    warnings,
  });
  if (isHeld()) status.textContent = words.full;
};

const prepare = (slot) => {
  const input = slot.querySelector("[data-photo-input]");
  input.addEventListener("change", () => choose(slot, input));
  for (const act of slot.querySelectorAll("[data-photo-act]")) {
    act.addEventListener("click", async (event) => {
      event.preventDefault();
      const answer = await post(act.formAction, new FormData(), { accept: "text/x-slot", onProgress: null });
      if (answer?.status < 300) replace(slot, answer.responseText);
      else slot.querySelector("[data-photo-status]").textContent = words.offline;
    });
  }
};

form.querySelectorAll("[data-photo-slot]").forEach(prepare);
addEventListener("photo", ({ detail }) => detail.code === code && show(detail));
waitingFor(code).then((items) => {
  items.forEach(show);
  sendNow();
});

form.addEventListener("submit", async (event) => {
  if (form.dataset.sure) return;
  event.preventDefault();
  const waiting = (await waitingFor(code)).filter(isWaiting);
  form.elements.coming.value = waiting.map((item) => item.fields.kind).join();
  form.dataset.sure = "1";
  form.requestSubmit(event.submitter);
});
addEventListener("pageshow", () => { delete form.dataset.sure; });
addEventListener("beforeunload", (event) => { if (isHeld()) event.preventDefault(); });
