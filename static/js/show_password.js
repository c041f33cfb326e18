/* A tick below each password that shows what is typed: many write one with their thumb, on a small
   screen, for the first time. Hidden again before it is sent, so that no browser keeps it as a text. */
for (const input of document.querySelectorAll("input[data-show-password]")) {
  const label = document.createElement("label");
  const tick = document.createElement("input");
  const words = document.createElement("span");
  label.className = "choice";
  tick.type = "checkbox";
  tick.setAttribute("aria-controls", input.id);
  words.textContent = input.dataset.showPassword;
  label.append(tick, words);
  input.after(label);
  const show = () => {
    input.type = tick.checked ? "text" : "password";
  };
  tick.addEventListener("change", show);
  input.form.addEventListener("submit", () => {
    tick.checked = false;
    show();
  });
  addEventListener("pageshow", show);
}
