/* Keys of the scoring desk: every one presses something that is on the page, so the desk is complete
   without them. They rest while one writes, and a switch on the sheet of keys turns them off. */
const rubric = document.querySelector("[data-rubric]");
const rows = [...document.querySelectorAll("[data-criterion]")];
const toggle = document.querySelector("[data-shortcuts-switch]");

const remember = (value) => {
  try {
    if (value === undefined) return localStorage.getItem("shortcuts") !== "off";
    localStorage.setItem("shortcuts", value ? "on" : "off");
  } catch {
    /* Private windows may refuse: the switch then holds for this page. */
  }
  return value ?? true;
};

const current = () => {
  const focused = rows.findIndex((row) => row.contains(document.activeElement));
  return focused >= 0 ? focused : Math.max(rows.findIndex((row) => "current" in row.dataset), 0);
};

const go = (index) => {
  const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
  (row.querySelector("input:checked") ?? row.querySelector("input")).focus();
};

const score = (value) => {
  const here = current();
  const radio = rows[here].querySelector(`input[value="${value}"]`);
  if (!radio || radio.disabled) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  const note = rows[here].querySelector("[data-note]");
  if (Number(value) < 3 && note && !note.value.trim()) {
    note.focus();
  } else {
    go(here + 1);
  }
};

rubric?.addEventListener("change", (event) => {
  const row = event.target.closest("[data-criterion]");
  const word = row?.querySelector("[data-score-word]");
  if (word && event.target.dataset.word) word.textContent = event.target.dataset.word;
});

// A pressed button must not take the focus yet: the open row would fold, the rows below would move
// up between press and release, and the click would land beside its key.
rubric?.addEventListener("mousedown", (event) => {
  if (event.target.closest(".scores label")) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  const writing = event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  if (writing && event.key === "Escape") go(current());
  if (writing || event.ctrlKey || event.metaKey || event.altKey || !remember()) return;
  const onControl = event.target.closest("a, button, summary");
  if (event.key === "Enter" && onControl) return;
  const key = event.key.toLowerCase();
  const act = {
    j: () => go(current() + 1),
    k: () => go(current() - 1),
    n: () => rows[current()].querySelector("[data-note]").focus(),
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
