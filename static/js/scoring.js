/* Keys of the scoring desk: every one presses something that is on the page, so the desk is complete
   without them. They rest while one writes, and a switch on the sheet of keys turns them off. */
const rubric = document.querySelector("[data-rubric]");
const rows = [...document.querySelectorAll("[data-criterion]")];
const toggle = document.querySelector("[data-shortcuts-switch]");
const done = [];

const remember = (value) => {
  try {
    if (value === undefined) return localStorage.getItem("shortcuts") !== "off";
    localStorage.setItem("shortcuts", value ? "on" : "off");
  } catch {
    /* Private windows may refuse: the switch then holds for this page. */
  }
  return value ?? toggle?.checked ?? true;
};

const current = () => {
  const focused = rows.findIndex((row) => row.contains(document.activeElement));
  return focused >= 0 ? focused : Math.max(rows.findIndex((row) => "current" in row.dataset), 0);
};

const go = (index) => {
  const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
  (row.querySelector(".scores input:checked") ?? row.querySelector(".scores input")).focus();
};

const tell = (field) => {
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
};

const name = (row) => {
  const chosen = row.querySelector(".scores input:checked");
  const word = row.querySelector("[data-score-word]");
  if (word && chosen) word.textContent = chosen.dataset.word;
};

const score = (value) => {
  const here = current();
  const radio = rows[here].querySelector(`.scores input[value="${value}"]`);
  if (!radio || radio.disabled) return;
  done.push([here, rows[here].querySelector(".scores input:checked")]);
  radio.checked = true;
  tell(radio);
  const note = rows[here].querySelector("[data-note]");
  if (Number(value) < 3 && note && !note.value.trim()) note.focus();
  else go(here + 1);
};

/* The last score of this work; where there is none, the work that was finished before it. */
const undo = () => {
  const last = done.pop();
  if (!last) {
    document.querySelector("[data-undo]")?.click();
    return;
  }
  const [index, before] = last;
  const now = rows[index].querySelector(".scores input:checked");
  if (before) before.checked = true;
  else if (now) now.checked = false;
  const word = rows[index].querySelector("[data-score-word]");
  if (word && !before) word.textContent = "–";
  tell(before ?? now);
  go(index);
};

rows.forEach(name);
rubric?.addEventListener("change", (event) => {
  const row = event.target.closest("[data-criterion]");
  if (row && event.target.matches(".scores input")) name(row);
});

// A pressed button must not take the focus yet: the open row would fold, the rows below would move
// up between press and release, and the click would land beside its key.
rubric?.addEventListener("mousedown", (event) => {
  if (event.target.closest(".scores label")) event.preventDefault();
});

const inNote = (event) => {
  if (event.key === "Escape") go(current());
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) rubric.requestSubmit();
  else if (event.key === "Enter" && !event.shiftKey && event.target.matches("[data-note]")) go(current() + 1);
  else return;
  event.preventDefault();
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || !remember()) return;
  if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) {
    inNote(event);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && (event.repeat || event.target.closest("a, button, summary"))) return;
  const key = event.key.toLowerCase();
  const act = {
    j: () => go(current() + 1),
    k: () => go(current() - 1),
    n: () => rows[current()].querySelector("[data-note]").focus(),
    u: undo,
    enter: () => rubric.requestSubmit(),
    "?": () => document.querySelector(".shortcuts > summary").click(),
  }[key];
  const pressed = act ?? document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (/^[0-4]$/.test(key)) score(key);
  else if (act) act();
  else if (pressed) pressed.click();
  else return;
  event.preventDefault();
});

if (toggle) {
  toggle.checked = remember();
  toggle.addEventListener("change", () => remember(toggle.checked));
}
