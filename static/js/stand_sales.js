/* Sales at a stand: each tap is kept on the phone first, then sent; a wrong one is undone the same way. */
import { sendNow } from "./visit_resend.js";
import { forget, keep, mine, owner } from "./visit_store.js";

const words = JSON.parse(document.getElementById("sale-words").textContent);
const [list, shape, none, status] = ["sale-list", "sale-shape", "sale-none", "sale-status"]
  .map((name) => document.querySelector(`[data-${name}]`));
const event = document.querySelector("[data-stand]")?.dataset.event ?? "";
const lines = new Map(); // what this page has shown, by the key of the sale

// A version 4 UUID; randomUUID is not there on a connection that is not secure.
const newKey = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => (
  digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));

const put = async (sale, work) => {
  const item = {
    token: sale.key, owner, url: location.pathname, work, sale,
    name: `${words[sale.kind]} ${sale.pieces} × ${work} · ${event}`,
    visitedOn: new Date().toLocaleDateString("sv"), fields: Object.entries(sale), photo: null,
    state: "queued", errors: [], changedAt: Date.now(),
  };
  await keep(item);
  return item;
};

// How many pieces of a work should still stand there.
const count = ({ kind, exhibit, pieces }, sign) => {
  const left = document.querySelector(`[data-sale="${exhibit}"] [data-left]`);
  if (left && kind === "sale") left.textContent = Number(left.textContent) - sign * Number(pieces);
};

const undo = async ({ sale, work, state }) => {
  count(sale, -1);
  const undone = { ...sale, is_undone: "on" };
  // What the portal has refused is nowhere but here.
  if (state === "refused") await forget(sale.key);
  else await put(undone, work);
  lines.get(sale.key).item.sale = undone;
  await show();
  sendNow();
};

const line = (item) => {
  const { sale, work } = item;
  const row = shape.content.firstElementChild.cloneNode(true);
  const part = (name) => row.querySelector(`[data-part=${name}]`);
  const price = Number(sale.price_idr).toLocaleString("id");
  part("name").textContent = work;
  part("words").textContent = `${words[sale.kind]} ${sale.pieces} × Rp${price}`;
  part("undo").addEventListener("click", () => undo(lines.get(sale.key).item));
  // An answer that was lost: the portal has it, the phone does not know yet.
  const known = list.querySelector(`[data-undo="${sale.key}"]`)?.closest("li");
  if (known) known.remove();
  else count(sale, sale.is_undone ? 0 : 1);
  list.prepend(row);
  if (none) none.hidden = true;
  return { part, item };
};

// What is kept no longer has been received.
const show = async () => {
  const waiting = new Map((await mine()).filter((item) => item.url === location.pathname)
    .map((item) => [item.token, item]));
  for (const item of waiting.values()) {
    lines.set(item.token, { ...(lines.get(item.token) ?? line(item)), item });
  }
  for (const { part, item: { token, sale } } of lines.values()) {
    const kept = waiting.get(token);
    const done = sale.is_undone ? words.undone : words.received;
    const errors = (kept?.errors ?? []).map((error) => error.message);
    part("state").textContent = [kept ? words[kept.state] ?? words.queued : done, ...errors].join(": ");
    part("undo").hidden = Boolean(sale.is_undone) && !errors.length;
  }
};

const saleOf = (form, button) => {
  const { csrfmiddlewaretoken, ...sale } = Object.fromEntries(new FormData(form, button));
  return sale;
};

const take = async (press) => {
  press.preventDefault();
  const form = press.currentTarget;
  const sale = { ...saleOf(form, press.submitter), sold_at: new Date().toISOString() };
  if (!form.reportValidity()) return;
  form.elements.key.value = newKey();
  try {
    await put(sale, form.dataset.name);
  } catch {
    // A phone without room keeps nothing: the browser sends the form as it always did.
    form.removeEventListener("submit", take);
    form.requestSubmit(press.submitter);
    return;
  }
  form.reset();
  await show();
  await sendNow();
  status.textContent = `${form.dataset.name}: ${lines.get(sale.key).part("state").textContent}`;
};

const takeBack = async (press) => {
  press.preventDefault();
  const form = press.currentTarget;
  const sale = saleOf(form);
  await put(sale, form.dataset.name);
  count(sale, -1);
  await show();
  sendNow();
};

for (const form of document.querySelectorAll("[data-sale]")) {
  // A page that was kept for later says keys that may have been used since.
  form.elements.key.value = newKey();
  form.addEventListener("submit", take);
}
for (const form of document.querySelectorAll("[data-undo]")) form.addEventListener("submit", takeBack);
addEventListener("visits", show);
show();
