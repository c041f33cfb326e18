/* What can be said of a photograph at once, on the phone: dark, blurred, small, a picture of a screen.
   The portal judges in the same way (image_worker.py) and has the last word. */
const WIDTH = 480;
const DARK_BELOW = 50;
const BLURRED_BELOW = 30;
const SMALL_EDGE = 1000;
const SCREEN_RATIO = 1.7;

const greyOf = (image) => {
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, WIDTH / image.width);
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const grey = new Uint8Array(data.length / 4);
  for (let at = 0; at < grey.length; at += 1) {
    grey[at] = (data[at * 4] * 299 + data[at * 4 + 1] * 587 + data[at * 4 + 2] * 114) / 1000;
  }
  return { grey, width: canvas.width, height: canvas.height };
};

// The variance of the second derivative in the fourth sharpest of 36 parts.
const sharpness = ({ grey, width, height }) => {
  const parts = Array.from({ length: 36 }, () => ({ count: 0, sum: 0, squares: 0 }));
  for (let row = 1; row < height - 1; row += 1) {
    for (let column = 1; column < width - 1; column += 1) {
      const at = row * width + column;
      const bend = grey[at - 1] + grey[at + 1] + grey[at - width] + grey[at + width] - 4 * grey[at];
      const value = Math.max(-128, Math.min(127, bend));
      const part = parts[Math.floor((row * 6) / height) * 6 + Math.floor((column * 6) / width)];
      part.count += 1;
      part.sum += value;
      part.squares += value * value;
    }
  }
  const spread = parts.map(({ count, sum, squares }) => squares / count - (sum / count) ** 2);
  return spread.sort((one, other) => one - other).at(-4);
};

// A screenshot by its name, or a PNG of a screen's shape in which no camera wrote anything.
const isScreen = async (file, { width, height }) => {
  if (/screen[ _-]?shot|tangkapan/i.test(file.name)) return true;
  if (file.type !== "image/png" || Math.max(width, height) < SCREEN_RATIO * Math.min(width, height)) return false;
  return !new TextDecoder("latin1").decode(await file.slice(0, 100_000).arrayBuffer()).includes("eXIf");
};

// `file` as it was chosen, `small` as it goes up.
export const warningsOf = async (file, small) => {
  try {
    const image = await createImageBitmap(small);
    const picture = greyOf(image);
    const found = [];
    if (Math.max(image.width, image.height) < SMALL_EDGE) found.push("small");
    if (picture.grey.reduce((sum, value) => sum + value, 0) / picture.grey.length < DARK_BELOW) found.push("dark");
    if (Math.min(picture.width, picture.height) >= 120 && sharpness(picture) < BLURRED_BELOW) found.push("blurred");
    if (await isScreen(file, image)) found.push("screen");
    image.close();
    return found;
  } catch {
    return [];
  }
};
