/* Opens a gallery's photograph over the page, to be looked at closely: buttons enlarge it, scrolling or
   dragging moves it, arrow keys turn to the next. Without script the link leads to a page of its own. */
const dialog = document.querySelector("dialog.zoom");
const links = [...document.querySelectorAll("[data-zoom]")];
const MOST = 4;

if (dialog?.showModal && links.length) {
  const view = dialog.querySelector(".zoom__view");
  const picture = view.querySelector("img");
  const count = dialog.querySelector("[data-zoom-count]");
  let open = 0;

  const enlarge = (level) => {
    const middle = [
      (view.scrollLeft + view.clientWidth / 2) / view.scrollWidth,
      (view.scrollTop + view.clientHeight / 2) / view.scrollHeight,
    ];
    picture.dataset.level = Math.min(MOST, Math.max(1, level));
    view.scrollTo(
      middle[0] * view.scrollWidth - view.clientWidth / 2,
      middle[1] * view.scrollHeight - view.clientHeight / 2,
    );
  };
  const level = () => Number(picture.dataset.level);
  const turn = (to) => {
    open = (to + links.length) % links.length;
    picture.src = links[open].dataset.zoom;
    picture.alt = links[open].querySelector("img").alt;
    count.textContent = `${open + 1}/${links.length}`;
    enlarge(1);
  };
  const show = (event, place) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    turn(place);
    dialog.showModal();
    view.focus();
  };

  links.forEach((link, place) => link.addEventListener("click", (event) => show(event, place)));
  document.querySelector("[data-zoom-open]")?.addEventListener("click", (event) => {
    const track = links[0].closest("ul");
    show(event, Math.round(track.scrollLeft / track.clientWidth));
  });
  dialog.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.dataset.zoomStep) turn(open + Number(button.dataset.zoomStep));
    else if (button?.dataset.zoomBy) enlarge(level() + Number(button.dataset.zoomBy));
    else if (button) dialog.close();
  });
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "+" || key === "=") enlarge(level() + 1);
    else if (key === "-") enlarge(level() - 1);
    else if (level() === 1 && key === "ArrowRight") turn(open + 1);
    else if (level() === 1 && key === "ArrowLeft") turn(open - 1);
  });
  picture.addEventListener("dblclick", () => enlarge(level() === 1 ? 2 : 1));
  view.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse" && event.buttons === 1) view.scrollBy(-event.movementX, -event.movementY);
  });
  picture.draggable = false;
}
