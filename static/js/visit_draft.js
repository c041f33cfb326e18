/* What is being written of a visit: kept on the phone with its photograph, and put back. */
import { find, keep, mine, owner } from "./visit_store.js";

export const form = document.querySelector("[data-visit-form]");
export const words = JSON.parse(document.getElementById("visit-words").textContent);
const status = form.querySelector("[data-visit-status]");
const preview = form.querySelector("[data-visit-preview]");
let photo = null;

export const say = (...parts) => {
  status.dataset.kind = "info";
  status.replaceChildren(...parts);
};

export const complain = (errors) => {
  const list = document.createElement("ul");
  for (const error of errors) {
    const line = document.createElement("li");
    line.textContent = error.label ? `${error.label}: ${error.message}` : error.message;
    list.append(line);
    if (error.target) document.getElementById(error.target)?.setAttribute("aria-invalid", "true");
  }
  say(words.refused, list);
  status.dataset.kind = "error";
  status.scrollIntoView({ block: "center" });
};

export const setPhoto = (chosen) => {
  photo = chosen;
  preview.closest("[data-visit-photo]").hidden = !photo;
  if (photo) preview.src = URL.createObjectURL(photo);
};

const fields = () => [...new FormData(form)].filter(
  ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken",
);

export const remember = async (state) => {
  try {
    await keep({
      token: form.elements.token.value, owner, url: location.pathname, name: form.dataset.name,
      visitedOn: form.elements.visited_on.value, fields: fields(), photo, state, errors: [],
      changedAt: Date.now(),
    });
    navigator.storage?.persist?.();
    return true;
  } catch {
    say(words.full);
    return false;
  }
};

const fill = (kept) => {
  for (const field of form.elements) {
    if (!field.name || ["file", "submit"].includes(field.type) || field.name === "csrfmiddlewaretoken") continue;
    const values = kept.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox") field.checked = values.includes(field.value);
    else [field.value = ""] = values;
  }
};

// The one that the list of unsent visits leads to, else the last that was left unfinished here.
export const restore = async () => {
  const asked = location.hash.slice(1) && await find(location.hash.slice(1));
  const here = (await mine()).filter((item) => item.url === location.pathname);
  const item = here.find((one) => one.token === asked?.token)
    ?? here.findLast((one) => ["draft", "refused"].includes(one.state));
  if (!item) return;
  fill(item.fields);
  setPhoto(item.photo);
  if (item.errors.length) complain(item.errors);
  else say(words.restored);
};
