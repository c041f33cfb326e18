/* A photograph chosen in a plain form is shrunk on the phone before the form goes. */
import { shrink } from "./shrink.js";

for (const input of document.querySelectorAll("[data-shrink]")) {
  input.addEventListener("change", async () => {
    const [file] = input.files;
    const small = file && (await shrink(file));
    if (!small || small === file || input.files[0] !== file) return;
    const box = new DataTransfer();
    box.items.add(small);
    input.files = box.files;
  });
}
