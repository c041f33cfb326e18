/* Menus of the workbench close by a press elsewhere and by Escape, which gives the focus back. */
const open = () => document.querySelector("details[name=menu][open]");
addEventListener("click", (event) => {
  const menu = open();
  if (menu && !menu.contains(event.target)) menu.open = false;
});
addEventListener("keydown", (event) => {
  const menu = open();
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
