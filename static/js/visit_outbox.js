/* The phone's outbox of visits and of taps at a door: each is sent once, and kept until the portal
   has it. */
import { alone, post } from "./phone_post.js";
import { find, forget, keep, mine, owner } from "./visit_store.js";

const answerOf = (request) => {
  const states = { 201: "received", 422: "refused", 404: "gone", 403: "session", 409: "session" };
  // A page instead of words is the sign-in page: the session has ended meanwhile.
  const state = states[request.status] ?? (request.status < 400 ? "session" : "busy");
  const words = state === "received" || state === "refused" ? JSON.parse(request.responseText) : {};
  return { errors: [], ...words, state };
};

const deliver = async (item, onProgress) => {
  const body = new FormData();
  for (const [name, value] of item.fields) body.append(name, value);
  // How long ago, since the phone's own time may be wrong.
  if (item.tappedAt) body.append("ago", Math.max(0, Math.round((Date.now() - item.tappedAt) / 1000)));
  if (item.photo) body.append("photo", item.photo, "foto.jpg");
  const request = await post(item.url, body, { accept: "application/json", onProgress });
  return request ? answerOf(request) : { state: "queued", errors: [] };
};

// What was changed while it was under way is sent again.
export const send = (token, onProgress = () => {}) => alone("visits", async () => {
  const item = await find(token);
  if (!item || item.owner !== owner) return { state: "received", errors: [] };
  const answer = await deliver(item, onProgress);
  const now = await find(token);
  if (now?.changedAt === item.changedAt) {
    if (answer.state === "received") await forget(token);
    else await keep({ ...item, state: answer.state, errors: answer.errors });
  }
  return answer;
});

// Whether nothing is left that waits for signal or for a portal that is busy.
export const sendAll = async () => {
  let left = 0;
  for (const item of await mine()) {
    if (!["queued", "session", "busy"].includes(item.state)) continue;
    const { state } = await send(item.token);
    if (["queued", "busy"].includes(state)) left += 1;
    if (state === "queued") break;
  }
  dispatchEvent(new Event("visits"));
  return left === 0;
};
