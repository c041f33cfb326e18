// A tap on the photograph sets the spot of the next mark; without this script the nine fields do.
const form = document.querySelector("[data-mark-form]");
const frame = document.querySelector("[data-mark-frame]");

if (form && frame) {
  const fields = form.querySelector("#div_id_field");
  const dots = frame.querySelector("svg");
  const next = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  next.setAttribute("r", "4.5%");
  frame.dataset.tappable = "";
  fields.hidden = true;
  form.querySelector("[data-mark-hint]").hidden = false;
  frame.addEventListener("click", (event) => {
    const box = frame.getBoundingClientRect();
    const percent = (value, whole) => Math.min(100, Math.max(0, Math.round((value * 100) / whole)));
    const x = percent(event.clientX - box.left, box.width);
    const y = percent(event.clientY - box.top, box.height);
    form.elements.x.value = x;
    form.elements.y.value = y;
    next.setAttribute("cx", `${x}%`);
    next.setAttribute("cy", `${y}%`);
    dots.append(next);
    form.elements.sentence.focus();
  });
}
