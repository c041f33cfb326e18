/* Keeps a form's typing: on this device at once, on the server as soon as there is signal. */
const form = document.querySelector("[data-draft]");
const status = document.querySelector("[data-draft-status]");
const words = JSON.parse(document.getElementById("draft-words").textContent);
const key = `draft:${document.querySelector("[data-owner]").dataset.owner}:${form.dataset.saveUrl}`;
const NOT_TYPED = ["csrfmiddlewaretoken", "after", "base", "page", "coming"];
const { base, page } = form.elements;
let pause = 4_000;
let [sending, noting] = [0, 0];
let notice = "";
let saving = false;
let leaving = false;

const entriesOf = (source) => [...new FormData(source)].filter(
  ([name, value]) => typeof value === "string" && !NOT_TYPED.includes(name),
);
const valuesOf = (entries, name) => entries.filter(([other]) => other === name).map(([, value]) => value);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
// What the server has, as far as this page knows.
let synced = entriesOf(form);

const put = (name, values) => {
  if (same(valuesOf(entriesOf(form), name), values)) return;
  for (const field of form.elements) {
    if (field.name !== name || field.type === "hidden") continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else [field.value = ""] = values;
    if (field.type === "radio" && field.checked) field.dispatchEvent(new Event("change", { bubbles: true }));
  }
};

// A choice that is offered stays until it is made.
const say = (text) => {
  if (!status.querySelector("button")) status.textContent = [text, notice].filter(Boolean).join(" ");
};

// `submitted`: the button was pressed; a page that shows another state afterwards has it all.
const remember = (submitted = false) => {
  const entries = entriesOf(form);
  try {
    if (same(entries, synced)) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ at: form.dataset.savedAt, base: base.value, synced, entries, submitted }));
  } catch { /* A phone without room keeps nothing; the button still saves. */ }
};

// What was typed here and what was saved elsewhere, field by field. Gives the names that differ in both.
const join = (typed, theirs, keepsTyped) => {
  const names = new Set([...typed, ...synced, ...theirs].map(([name]) => name));
  const clashes = [...names].filter((name) => {
    const [mine, before, stored] = [typed, synced, theirs].map((entries) => valuesOf(entries, name));
    const clash = !same(mine, before) && !same(stored, before) && !same(stored, mine);
    put(name, !same(mine, before) && (keepsTyped || !clash) ? mine : stored);
    return clash;
  });
  synced = theirs;
  return clashes;
};

const quote = (entries, names) => names.map((name) => `«${valuesOf(entries, name).join(", ")}»`).join(", ");

// Another page wrote in between: what it wrote is taken over, except where the reader is typing.
const catchUp = async () => {
  const answer = await fetch(form.action, { signal: AbortSignal.timeout?.(15_000) });
  const shown = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-draft]");
  if (!shown) throw new Error("no form");
  const theirs = entriesOf(shown);
  const clashes = join(entriesOf(form), theirs, true);
  [base.value, form.dataset.savedAt] = [shown.elements.base.value, shown.dataset.savedAt];
  notice = clashes.length ? `${words.elsewhere} ${quote(theirs, clashes)}` : "";
};

const handle = async (answer, now) => {
  if (answer.redirected) {
    say(words.session);
  } else if (answer.ok) {
    const stored = await answer.json();
    synced = now;
    [base.value, form.dataset.savedAt, pause] = [stored.base, stored.at, 4_000];
    say(stored.saved);
    remember();
  } else if (answer.status === 409) {
    const { gone, saved } = await answer.json();
    if (gone) { say(words.gone); return false; }
    await catchUp();
    if (!same(entriesOf(form), synced)) return true;
    // An earlier request, whose answer was lost, has brought it all.
    say(saved);
    remember();
  } else if (answer.status === 422) {
    // Something is still half typed; the button will say what.
    say("");
  } else {
    throw new Error(answer.status);
  }
  return answer.ok && !same(entriesOf(form), now);
};

// One at a time, each built on what is stored: the server refuses what comes too late.
const save = async () => {
  clearTimeout(sending);
  const now = entriesOf(form);
  if (saving || leaving || same(now, synced)) return;
  saving = true;
  remember();
  let again = false;
  try {
    const body = new FormData();
    const hidden = ["csrfmiddlewaretoken", "base", "page"].map((name) => [name, form.elements[name].value]);
    for (const [name, value] of [...hidden, ["at", form.dataset.savedAt], ...now]) body.append(name, value);
    const keepalive = document.visibilityState === "hidden";
    const signal = AbortSignal.timeout?.(30_000);
    again = await handle(await fetch(form.dataset.saveUrl, { method: "POST", body, keepalive, signal }), now);
  } catch {
    say(words.waiting);
    sending = setTimeout(save, pause);
    pause = Math.min(pause * 2, 120_000);
  }
  saving = false;
  if (again) save();
};

const offer = (kept, clashes) => {
  const use = Object.assign(document.createElement("button"), { type: "button", className: "button button--text" });
  use.textContent = words.use_kept;
  use.addEventListener("click", () => {
    use.remove();
    for (const name of clashes) put(name, valuesOf(kept.entries, name));
    save();
  });
  status.replaceChildren(`${words.kept} ${quote(kept.entries, clashes)} `, use);
};

const restore = () => {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(key));
  } catch { /* Nothing readable was kept. */ }
  if (!kept?.entries || form.querySelector("[aria-invalid]")) return;
  let clashes = [];
  const isOlder = Number(form.dataset.savedAt) < Number(kept.at);
  if (!isOlder && kept.base !== base.value) {
    if (kept.submitted) { remember(); return; }
    const theirs = synced;
    synced = kept.synced;
    clashes = join(kept.entries, theirs, false);
  } else {
    // A page that was opened without signal may be older than what was typed since.
    if (isOlder) [synced, base.value, form.dataset.savedAt] = [kept.synced, kept.base, kept.at];
    for (const name of new Set([...kept.entries, ...synced].map(([one]) => one))) put(name, valuesOf(kept.entries, name));
  }
  if (clashes.length) offer(kept, clashes);
  else if (!same(entriesOf(form), synced)) say(words.restored);
  save();
};

page.value = crypto.randomUUID?.() ?? "";
restore();
// On the document: a field may belong to the form and stand elsewhere on the page.
addEventListener("input", (event) => {
  if (event.target.form !== form) return;
  clearTimeout(noting);
  clearTimeout(sending);
  noting = setTimeout(remember, 300);
  sending = setTimeout(save, 1500);
});
addEventListener("focusout", (event) => {
  if (event.target.form === form && event.target.type !== "radio") save();
});
form.addEventListener("submit", (event) => {
  if (!navigator.onLine) {
    event.preventDefault();
    remember();
    say(words.waiting);
    return;
  }
  clearTimeout(sending);
  leaving = true;
  remember(true);
});
addEventListener("online", save);
addEventListener("pageshow", () => { leaving = false; });
// A page that goes before the save was heard of leaves its typing on the device.
addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
addEventListener("pagehide", () => { if (!leaving) remember(); });

// A price in groups of three as it is typed, where it is digits only.
for (const field of form.querySelectorAll("[data-rupiah]")) {
  field.addEventListener("input", () => {
    if (!/^[\d.]+$/.test(field.value)) return;
    const atEnd = field.selectionStart === field.value.length;
    if (!atEnd) return;
    field.value = field.value.replace(/\D/g, "").slice(0, 13).replace(/\B(?=(\d{3})+$)/g, ".");
  });
}
