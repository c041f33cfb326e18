/* The list at the door: a tap is kept on the phone first and then sent, and the list says which is which. */
import { scan } from "./door_scan.js";
import { send } from "./visit_outbox.js";
import { sendNow } from "./visit_resend.js";
import { find, forget, keep, mine, owner } from "./visit_store.js";
import { ask } from "./visit_worker.js";

const door = document.querySelector("[data-door]");
const words = JSON.parse(document.getElementById("door-words").textContent);
const status = door.querySelector("[data-door-status]");
const waiting = door.querySelector("[data-waiting]");
const search = door.querySelector("[type=search]");
const rows = new Map([...door.querySelectorAll("[data-person]")].map((row) => [row.dataset.person, row]));
const tokenOf = (code) => `presensi/${code}/${door.dataset.session}`;
const clock = (moment) => new Date(moment).toLocaleTimeString("id", { hour: "2-digit", minute: "2-digit" });

// What the phone keeps of this page for later follows what has been noted since.
let keeping = 0;
const keepPage = () => {
  clearTimeout(keeping);
  if (document.documentElement.dataset.offline) keeping = setTimeout(ask, 2_000, [location.href]);
};

const say = (kind, text, name = "", time = "") => {
  status.dataset.kind = kind;
  status.textContent = text.replace("{name}", name).replace("{time}", time);
};

// A row is open, waits for signal, or is there.
const show = (row, state, time = "") => {
  const there = row.querySelector("[data-there]");
  there.hidden = state === "open";
  there.toggleAttribute("data-waits", state === "waits");
  there.lastElementChild.textContent = time;
  row.querySelector("[data-tap]").hidden = state !== "open";
  row.querySelector("[data-undo]").hidden = state !== "there";
};

const refresh = async () => {
  const items = new Map((await mine()).map((item) => [item.token, item]));
  let count = 0;
  for (const [code, row] of rows) {
    const item = items.get(tokenOf(code));
    const waits = row.querySelector("[data-waits]");
    if (["refused", "gone"].includes(item?.state)) {
      show(row, "open");
      say("error", words.refused, item.name);
    } else if (item) {
      count += 1;
      show(row, "waits", clock(item.tappedAt));
    } else if (waits) show(row, "there", waits.lastElementChild.textContent);
  }
  if (!count && !waiting.hidden) keepPage();
  waiting.hidden = !count;
  waiting.querySelector("b").textContent = count;
};

const sent = async (row, name, { state, errors, time, came }) => {
  if (state === "received" && time !== "") {
    if (time) show(row, "there", time);
    if (came !== undefined) door.querySelector("[data-came]").textContent = came;
    say("ok", words.noted, name, row.querySelector("[data-there] span").textContent);
    keepPage();
  } else if (state === "received") {
    show(row, "open");
    say("error", words.removed, name);
  } else if (state === "refused") {
    await forget(tokenOf(row.dataset.person));
    show(row, "open");
    say("error", `${name}: ${errors.map((error) => error.message).join(" ")}`);
  } else {
    say("warn", words[state], name);
    sendNow();
  }
};

const tap = async (code) => {
  const row = rows.get(code);
  const form = row.querySelector("[data-tap]");
  const name = row.querySelector("b").textContent;
  if (!form) return;
  if (form.hidden) {
    say("ok", words.already, name, row.querySelector("[data-there] span").textContent);
    return;
  }
  const token = tokenOf(code);
  const now = Date.now();
  try {
    await keep(await find(token) ?? {
      token, owner, url: new URL(form.action).pathname, page: location.pathname, photo: null,
      name: `${words.door}: ${name}`, visitedOn: new Date(now).toLocaleDateString("sv"), errors: [],
      fields: [["session", door.dataset.session]], state: "queued", tappedAt: now, changedAt: now,
    });
  } catch { form.submit(); return; }
  show(row, "waits", clock(now));
  await sent(row, name, await send(token));
  refresh();
};

const found = (text) => {
  const code = text.trim().match(/(?:^|\/kerja\/hadir\/)([A-Z0-9]{6})\/?$/i)?.[1].toUpperCase();
  if (rows.has(code)) tap(code);
  else if (code && navigator.onLine) location.assign(door.dataset.checkIn.replace("KODE", code));
  else say("error", words.unknown);
};

door.addEventListener("submit", (event) => {
  if (event.target.matches("[data-tap]")) {
    event.preventDefault();
    tap(event.target.closest("[data-person]").dataset.person);
  } else if (rows.has(search.value.trim().toUpperCase())) {
    event.preventDefault();
    found(search.value);
  }
});

search.addEventListener("input", () => {
  const parts = search.value.toLowerCase().split(/\s+/);
  for (const row of rows.values()) {
    const text = row.firstElementChild.textContent.toLowerCase();
    row.hidden = !parts.every((part) => text.includes(part));
  }
});

addEventListener("visits", refresh);
refresh();
scan(door, found);
door.dataset.ready = "";
