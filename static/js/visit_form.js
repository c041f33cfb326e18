/* The visit form: every word and the photograph are kept on the phone first, then sent. */
import { complain, form, remember, restore, say, setPhoto, words } from "./visit_draft.js";
import { send } from "./visit_outbox.js";
import { unsentUrl } from "./visit_store.js";
import { shrink } from "./shrink.js";

const button = form.querySelector("[type=submit]");
const input = form.elements.photo;
let shrinking = Promise.resolve();
let timer = 0;

const note = async () => {
  clearTimeout(timer);
  if (await remember("draft")) say(words.kept);
};

// A page that was kept for days says its own day and token; both are this phone's matter now.
if (!form.querySelector("[aria-invalid]")) {
  if (crypto.randomUUID) form.elements.token.value = crypto.randomUUID();
  form.elements.visited_on.value = new Date().toLocaleDateString("sv");
  restore();
}

form.addEventListener("input", (event) => {
  if (event.target === input) return;
  event.target.removeAttribute("aria-invalid");
  clearTimeout(timer);
  timer = setTimeout(note, 400);
});

input.addEventListener("change", () => {
  const [file] = input.files;
  if (!file) return;
  say(words.preparing);
  shrinking = shrink(file).then((small) => {
    setPhoto(small);
    return note();
  });
});

form.querySelector("[data-visit-photo] button").addEventListener("click", () => {
  input.value = "";
  setPhoto(null);
  note();
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!form.reportValidity()) return;
  clearTimeout(timer);
  button.setAttribute("aria-busy", "true");
  await shrinking;
  // A phone without room keeps nothing: the browser sends the form as it always did.
  if (!await remember("queued")) { form.submit(); return; }
  say(words.sending);
  const { state, errors, url } = await send(form.elements.token.value, (share) => {
    say(`${words.sending} ${Math.round(share * 100)} %`);
  });
  button.removeAttribute("aria-busy");
  if (state === "received") { location.assign(url); return; }
  if (state === "refused") { complain(errors); return; }
  const link = document.createElement("a");
  link.href = unsentUrl;
  link.textContent = form.dataset.unsentWord;
  say(words[state], " ", link);
});
