/* The small photographs beside a gallery turn the large one in place, and show which is open. */
for (const gallery of document.querySelectorAll("[data-gallery]")) {
  const track = gallery.querySelector(".gallery__track");
  const thumbs = [...gallery.querySelectorAll(".gallery__thumbs a")];
  const slides = [...track.children];

  const mark = () => {
    const open = slides.findIndex((slide) => slide.offsetLeft >= track.scrollLeft - slide.offsetWidth / 2);
    thumbs.forEach((thumb, index) => {
      if (index === open) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    });
  };

  thumbs.forEach((thumb, index) => {
    thumb.addEventListener("click", (event) => {
      event.preventDefault();
      track.scrollTo({ left: slides[index].offsetLeft - slides[0].offsetLeft });
    });
  });
  track.addEventListener("scroll", mark, { passive: true });
  mark();
}
