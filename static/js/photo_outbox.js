/* The phone's outbox of photographs: each goes up once, whichever page is open. Its key, made here,
   lets the portal know it again when an answer was lost on the way. */
import { alone, keepTrying, post } from "./phone_post.js";
import { find, forget, keep, mine, owner } from "./photo_store.js";

const STATES = { 201: "received", 400: "refused", 413: "refused", 422: "refused", 404: "gone", 409: "gone", 403: "session" };
let active = null;

const tell = (item, more) => dispatchEvent(new CustomEvent("photo", { detail: { ...item, ...more } }));

const stateOf = (request) => {
  if (!request) return "queued";
  // A page instead of a slot is the sign-in page: the session has ended meanwhile.
  return STATES[request.status] ?? (request.status < 400 ? "session" : "busy");
};

const bodyOf = ({ fields, hints, photo, token, name }) => {
  const body = new FormData();
  for (const [field, value] of Object.entries(fields)) if (value) body.append(field, value);
  for (const hint of hints) body.append("hints", hint);
  body.append("key", token);
  body.append("photo", photo, name);
  return body;
};

const errorIn = (html) => new DOMParser().parseFromString(html, "text/html")
  .querySelector(".photo-slot__state.error span")?.textContent ?? "";

const send = (listed) => alone("photos", async () => {
  const { token } = listed;
  const item = await find(token);
  // Another tab was faster.
  if (!item) { tell(listed, { state: "received" }); return "received"; }
  tell(item, { state: "sending", share: 0 });
  const request = await post(item.url, bodyOf(item), {
    accept: "text/x-slot",
    onProgress: (share) => tell(item, { state: "sending", share }),
    onStart: (begun) => { active = { token, request: begun }; },
  });
  active = null;
  // Taken back while it was under way.
  if (!await find(token)) return "received";
  const state = stateOf(request);
  const html = request?.responseText ?? "";
  const now = { ...item, state, error: state === "refused" ? errorIn(html) : "" };
  if (state === "received" || state === "gone") await forget(token);
  else await keep(now);
  tell(now, { html });
  return state;
});

export const isWaiting = (item) => item.state !== "refused";
export const waitingFor = async (code) => (await mine()).filter((item) => item.code === code);

// Whether nothing is left that waits for signal or for a portal that is busy.
const sendAll = async () => {
  let left = 0;
  for (const item of (await mine()).filter(isWaiting)) {
    const state = await send(item);
    if (state === "queued" || state === "busy") left += 1;
    if (state === "queued") break;
  }
  return left === 0;
};
export const sendNow = keepTrying(sendAll);

const newKey = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(
  /[018]/g,
  (digit) => (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
);

export const cancel = async (token) => {
  await forget(token);
  if (active?.token === token) active.request.abort();
};

// The earlier choice for the same slot goes only once the new one is safe.
export const add = async (item) => {
  const before = (await waitingFor(item.code)).filter(({ slot }) => slot === item.slot);
  const token = newKey();
  const fields = { ...item.fields, instead_of: before.at(-1)?.token ?? "" };
  const fresh = { ...item, fields, token, owner, state: "queued", error: "", changedAt: Date.now() };
  await keep(fresh);
  for (const old of before) await cancel(old.token);
  tell(fresh, {});
  sendNow();
};
