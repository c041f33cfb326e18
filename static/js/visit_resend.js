/* Sends what waits on this phone, from whichever page of the workbench is open. */
import { keepTrying } from "./phone_post.js";
import { sendAll } from "./visit_outbox.js";

export const sendNow = keepTrying(sendAll);
sendNow();
