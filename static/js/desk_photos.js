/* The scoring desk's photographs: the numbers below the picture, ← and → change it in place, Z shows
   it at full size, B hides the reference. Without script the numbers open each photograph. */
const figure = document.querySelector("[data-desk-photos]");
const picture = figure?.querySelector("[data-desk-photo]");
const caption = figure?.querySelector("[data-desk-caption]");
const thumbs = [...(figure?.querySelectorAll("[data-desk-thumb]") ?? [])];
const reference = document.querySelector("[data-desk-reference]");
let shown = 0;

const show = (index) => {
  if (!picture || !thumbs.length) return;
  shown = (index + thumbs.length) % thumbs.length;
  picture.src = thumbs[shown].href;
  picture.alt = thumbs[shown].dataset.alt;
  caption.textContent = thumbs[shown].dataset.caption;
  thumbs.forEach((thumb, place) => {
    if (place === shown) thumb.setAttribute("aria-current", "true");
    else thumb.removeAttribute("aria-current");
  });
};

thumbs.forEach((thumb, index) => {
  thumb.addEventListener("click", (event) => {
    event.preventDefault();
    show(index);
  });
});

const actions = {
  arrowleft: () => show(shown - 1),
  arrowright: () => show(shown + 1),
  z: () => figure?.querySelector("[data-zoom-frame]").toggleAttribute("data-zoom"),
  b: () => {
    if (!reference) return;
    reference.hidden = !reference.hidden;
    reference.parentElement.classList.toggle("view__photos--one", reference.hidden);
  },
};

document.addEventListener("keydown", (event) => {
  if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("[data-shortcuts-switch]")?.checked === false) return;
  const act = actions[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});

if (thumbs.length) show(0);
