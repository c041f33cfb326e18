/* Sending from a phone with a weak signal: with progress, one sender at a time, again and again. */
const cookie = (name) => document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1] ?? "";

// The answered request; null where nothing came back.
export const post = (url, body, { accept, onProgress, onStart = () => {} }) => new Promise((done) => {
  const request = new XMLHttpRequest();
  request.open("POST", url);
  request.setRequestHeader("Accept", accept);
  request.setRequestHeader("X-CSRFToken", cookie("csrftoken"));
  request.timeout = 180_000;
  request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
  request.onload = () => done(request);
  request.onerror = () => done(null);
  request.ontimeout = request.onerror;
  request.onabort = request.onerror;
  onStart(request);
  request.send(body);
});

// One sender at a time over all tabs, where the connection is secure enough for locks.
export const alone = (name, act) => (navigator.locks ? navigator.locks.request(name, act) : act());

// A phone says "online" before anything gets through: it tries again, at growing distances.
// `sendAll` answers whether nothing is left to be sent.
export const keepTrying = (sendAll) => {
  const FIRST = 4_000;
  let pause = FIRST;
  let timer = 0;
  let running = false;
  let again = false;
  const trySending = async () => {
    clearTimeout(timer);
    again = running;
    if (running) return;
    running = true;
    const isDone = await sendAll().catch(() => true);
    running = false;
    if (again) { again = false; trySending(); return; }
    if (isDone) return;
    timer = setTimeout(trySending, pause);
    pause = Math.min(pause * 2, 120_000);
  };
  const sendNow = () => { pause = FIRST; return trySending(); };
  addEventListener("online", sendNow);
  return sendNow;
};
