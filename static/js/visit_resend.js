/* Sends what waits of a person's visits, from whichever page of the workbench is open. */
import { sendAll } from "./visit_outbox.js";

// A phone says "online" before anything gets through: it tries again, at growing distances.
let pause = 4_000;
let timer = 0;
const trySending = async () => {
  clearTimeout(timer);
  if (await sendAll().catch(() => true)) return;
  timer = setTimeout(trySending, pause);
  pause = Math.min(pause * 2, 120_000);
};

addEventListener("online", () => { pause = 4_000; trySending(); });
trySending();
