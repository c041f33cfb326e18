// A tap on the photograph sets the spot of the next mark; the nine parts do as well, by keyboard too.
const form = document.querySelector("[data-mark-form]");
const frame = document.querySelector("[data-mark-frame]");

if (form && frame) {
  const { x, y, field, sentence } = form.elements;
  const dots = frame.querySelector("svg");
  const next = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  const put = (across, down) => {
    x.value = across;
    y.value = down;
    next.setAttribute("cx", `${across}%`);
    next.setAttribute("cy", `${down}%`);
    dots.append(next);
  };
  next.setAttribute("r", "4.5%");
  frame.dataset.tappable = "";
  form.querySelector("[data-mark-hint]").hidden = false;
  frame.addEventListener("click", (event) => {
    const box = frame.getBoundingClientRect();
    const percent = (value, whole) => Math.min(100, Math.max(0, Math.round((value * 100) / whole)));
    const across = percent(event.clientX - box.left, box.width);
    const down = percent(event.clientY - box.top, box.height);
    const third = (value) => Math.min(2, Math.floor((value * 3) / 100));
    put(across, down);
    field[3 * third(down) + third(across)].checked = true;
    sentence.focus();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name !== "field") return;
    next.remove();
    x.value = "";
    y.value = "";
  });
}
