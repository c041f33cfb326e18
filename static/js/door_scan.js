/* Reads tickets with the phone's camera, where the browser can; elsewhere any camera app does. */
const PAUSE = 200;
const REPEAT = 4_000;

export const scan = async (door, found) => {
  const button = door.querySelector("[data-scan]");
  const place = door.querySelector("[data-camera]");
  const kinds = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  if (!button || !kinds?.includes("qr_code") || !navigator.mediaDevices) return;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const [video, close] = place.children;
  let stream;

  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    place.hidden = true;
    button.hidden = false;
  };

  const look = async () => {
    let last = "";
    let seenAt = 0;
    while (stream) {
      const [code] = await detector.detect(video).catch(() => []);
      const now = Date.now();
      if (code && (code.rawValue !== last || now - seenAt > REPEAT)) {
        navigator.vibrate?.(80);
        found(code.rawValue);
      }
      if (code) [last, seenAt] = [code.rawValue, now];
      await new Promise((done) => { setTimeout(done, PAUSE); });
    }
  };

  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch { button.hidden = true; return; }
    place.hidden = false;
    button.hidden = true;
    video.srcObject = stream;
    video.play().catch(() => {});
    look();
  });
  close.addEventListener("click", stop);
  addEventListener("pagehide", stop);
};
