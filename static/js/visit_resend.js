/* Sends what waits on this phone, from whichever page of the workbench is open. */
import { sendAll } from "./visit_outbox.js";

// A phone says "online" before anything gets through: it tries again, at growing distances.
const FIRST = 4_000;
let pause = FIRST;
let timer = 0;
const trySending = async () => {
  clearTimeout(timer);
  if (await sendAll().catch(() => true)) return;
  timer = setTimeout(trySending, pause);
  pause = Math.min(pause * 2, 120_000);
};

export const sendNow = () => { pause = FIRST; return trySending(); };

addEventListener("online", sendNow);
trySending();
