// A signature drawn with a finger on the phone; a typed name does as well where there is no script.
const box = document.querySelector("[data-signature]");

if (box) {
  const pad = box.querySelector("canvas");
  const drawing = document.querySelector("[name=drawing]");
  const pen = pad.getContext("2d");
  const clear = () => {
    pen.fillStyle = "white";
    pen.fillRect(0, 0, pad.width, pad.height);
    drawing.value = "";
  };
  const place = (event) => {
    const edge = pad.getBoundingClientRect();
    return [
      ((event.clientX - edge.left) * pad.width) / edge.width,
      ((event.clientY - edge.top) * pad.height) / edge.height,
    ];
  };
  box.hidden = false;
  clear();
  pen.lineWidth = 4;
  pen.lineCap = "round";
  pen.strokeStyle = "black";
  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
    pen.lineTo(...place(event));
    pen.stroke();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!pad.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...place(event));
    pen.stroke();
  });
  const keep = () => {
    drawing.value = pad.toDataURL("image/png");
  };
  pad.addEventListener("pointerup", keep);
  pad.addEventListener("pointercancel", keep);
  box.querySelector("button").addEventListener("click", clear);
}
