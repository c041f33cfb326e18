/* The device's shortlist: codes of works in localStorage, never sent anywhere until the reader opens
   or shares the list, whose address names them. */
const KEY = "saved-works";
const MOST = 60;

const read = () => {
  try {
    const codes = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(codes) ? codes.filter((code) => /^[A-Z0-9]{5}$/.test(code)) : [];
  } catch {
    return [];
  }
};

const write = (codes) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(codes.slice(-MOST)));
  } catch {
    /* Private windows may refuse: the list then lasts for this page. */
  }
};

const show = () => {
  const codes = read();
  for (const button of document.querySelectorAll("[data-save]")) {
    const on = codes.includes(button.dataset.save);
    button.setAttribute("aria-pressed", String(on));
    button.querySelector("[data-save-on]").hidden = !on;
    button.querySelector("[data-save-off]").hidden = on;
    button.hidden = false;
  }
  for (const link of document.querySelectorAll("[data-saved]")) {
    link.href = codes.length ? `${link.pathname}?karya=${codes.join(",")}` : link.pathname;
    const count = link.querySelector("[data-saved-count]");
    if (count) {
      count.textContent = codes.length ? ` (${codes.length})` : "";
      link.hidden = !codes.length;
    }
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-save]");
  if (!button) return;
  const code = button.dataset.save;
  const codes = read();
  write(codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code]);
  show();
});
addEventListener("storage", show);
show();
