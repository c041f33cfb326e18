/* Ready sentences: / opens those of the open criterion, a figure or a click puts one into the note.
   Without script the ticked ones are added when the form is sent. */
const put = (box) => {
  const sheet = box.closest("[data-phrases]");
  const note = box.closest("[data-criterion]").querySelector("[data-note]");
  box.checked = false;
  if (!note.value.includes(box.value)) {
    note.value = [note.value.trim(), box.value].filter(Boolean).join(" ").slice(0, note.maxLength);
    note.dispatchEvent(new Event("input", { bubbles: true }));
  }
  sheet.open = false;
  note.focus();
};

const openRow = () => document.activeElement.closest("[data-criterion]")
  ?? document.querySelector("[data-criterion][data-current]");

for (const sheet of document.querySelectorAll("[data-phrases]")) {
  sheet.addEventListener("change", (event) => put(event.target));
}

// Before the desk's own keys, which would take the figures for scores.
document.addEventListener("keydown", (event) => {
  const opened = event.target.closest("[data-phrases][open]");
  if (opened && event.key === "Escape") {
    opened.open = false;
    openRow().querySelector("[data-note]").focus();
  } else if (opened && /^[1-9]$/.test(event.key)) {
    const box = opened.querySelectorAll("input")[Number(event.key) - 1];
    if (box) put(box);
  } else if (event.key === "/" && !event.target.matches("textarea, select")
    && document.querySelector("[data-shortcuts-switch]")?.checked !== false) {
    const sheet = openRow()?.querySelector("[data-phrases]");
    if (!sheet) return;
    sheet.open = true;
    sheet.querySelector("input").focus();
  } else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
