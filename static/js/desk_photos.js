/* The scoring desk's photographs: the numbers below the picture, ← and → change it in place, Z shows
   it and the reference at full size, moved together, B opens the reference beside it. Without script
   the numbers open each photograph. */
const figure = document.querySelector("[data-desk-photos]");
const picture = figure?.querySelector("[data-desk-photo]");
const caption = figure?.querySelector("[data-desk-caption]");
const thumbs = [...(figure?.querySelectorAll("[data-desk-thumb]") ?? [])];
const reference = document.querySelector("[data-desk-reference]");
const frames = [...document.querySelectorAll("[data-zoom-frame]")];
let shown = 0;
let zoomed = false;

const fit = () => {
  if (picture && thumbs.length) picture.src = zoomed ? thumbs[shown].dataset.full : thumbs[shown].href;
  const other = reference?.querySelector("img");
  if (other) {
    other.dataset.fit ??= other.src;
    other.src = zoomed ? other.dataset.full : other.dataset.fit;
  }
};

const show = (index) => {
  if (!picture || !thumbs.length) return;
  shown = (index + thumbs.length) % thumbs.length;
  picture.alt = thumbs[shown].dataset.alt;
  caption.textContent = thumbs[shown].dataset.caption;
  fit();
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

// Both pictures at the same place, as a share of what can be scrolled.
const share = (at, size, room) => (size > room ? at / (size - room) : 0);
frames.forEach((frame) => frame.addEventListener("scroll", () => {
  if (!frame.matches(":hover, :focus")) return;
  for (const other of frames) {
    if (other === frame) continue;
    other.scrollLeft = share(frame.scrollLeft, frame.scrollWidth, frame.clientWidth)
      * (other.scrollWidth - other.clientWidth);
    other.scrollTop = share(frame.scrollTop, frame.scrollHeight, frame.clientHeight)
      * (other.scrollHeight - other.clientHeight);
  }
}));

// A picture that comes in at full size is looked at in its middle.
for (const frame of frames) {
  frame.querySelector("img")?.addEventListener("load", () => {
    if (zoomed) frame.scrollTo((frame.scrollWidth - frame.clientWidth) / 2, (frame.scrollHeight - frame.clientHeight) / 2);
  });
}

const press = (key, on) => document.querySelector(`[data-key="${key}"]`)?.setAttribute("aria-pressed", on);

const actions = {
  z: () => {
    zoomed = !zoomed;
    frames.forEach((frame) => {
      frame.toggleAttribute("data-zoom", zoomed);
      if (zoomed) frame.tabIndex = 0;
      else frame.removeAttribute("tabindex");
    });
    press("z", zoomed);
    fit();
  },
  b: () => {
    if (!reference) return;
    press("b", reference.toggleAttribute("data-open"));
  },
};

for (const [key, act] of Object.entries(actions)) {
  document.querySelector(`[data-key="${key}"]`)?.addEventListener("click", act);
}

// Radios would move with the arrows, which here belong to the photographs.
document.addEventListener("keydown", (event) => {
  if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox]), [data-zoom]")) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("[data-shortcuts-switch]")?.checked === false) return;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  show(shown + step);
});

if (thumbs.length) show(0);
