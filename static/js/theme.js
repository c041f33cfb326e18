/* The reader's choice of light or dark, kept on this device only. Without a choice the page follows
   the device. Runs in the head before the first paint, so that a choice never flashes. */
(() => {
  const root = document.documentElement;
  const read = () => {
    try {
      return localStorage.getItem("theme") || "";
    } catch {
      return "";
    }
  };
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") {
      root.dataset.theme = theme;
    } else {
      delete root.dataset.theme;
    }
  };
  apply(read());

  document.addEventListener("DOMContentLoaded", () => {
    const buttons = document.querySelectorAll("[data-theme-value]");
    const mark = () => {
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(button.dataset.themeValue === read()));
      }
    };
    for (const choice of document.querySelectorAll("[data-theme-choice]")) {
      choice.addEventListener("click", (event) => {
        const button = event.target.closest("[data-theme-value]");
        if (!button) return;
        try {
          localStorage.setItem("theme", button.dataset.themeValue);
        } catch {
          /* Private windows may refuse: the choice then lasts for this page. */
        }
        apply(button.dataset.themeValue);
        mark();
      });
      choice.hidden = false;
    }
    mark();
  });
})();
