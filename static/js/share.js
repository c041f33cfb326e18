/* A button with data-share hands the page to the device's own way of sharing; where there is none it
   copies the address. Its data-share-done is the word shown afterwards. Hidden without script, where a link
   with data-share-fallback stands in its place. */
for (const button of document.querySelectorAll("[data-share]")) {
  const label = button.querySelector("[data-share-label]") ?? button;
  const address = button.dataset.share || location.href;

  button.addEventListener("click", async () => {
    try {
      if (navigator.share) {
        await navigator.share({ title: document.title, url: address });
        return;
      }
      await navigator.clipboard.writeText(address);
      label.textContent = button.dataset.shareDone;
    } catch {
      /* Closing the sheet, or a device that refuses: the address bar still has it. */
    }
  });
  button.hidden = false;
  for (const link of document.querySelectorAll("[data-share-fallback]")) link.hidden = true;
}
