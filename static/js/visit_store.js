/* Where a phone keeps visits with their photographs, each person's apart: IndexedDB. */
const place = document.querySelector("[data-visits]") ?? document.querySelector("[data-sign-out]");
export const owner = place?.dataset.owner ?? "";
export const unsentUrl = place?.dataset.unsent ?? "";

const open = () => new Promise((done, failed) => {
  const request = indexedDB.open("visits", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("visits", { keyPath: "token" });
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

const act = async (mode, ask) => {
  const database = await open();
  try {
    return await new Promise((done, failed) => {
      const transaction = database.transaction("visits", mode, { durability: "strict" });
      const request = ask(transaction.objectStore("visits"));
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => failed(transaction.error);
    });
  } finally {
    database.close();
  }
};

export const keep = (item) => act("readwrite", (store) => store.put(item));
export const forget = (token) => act("readwrite", (store) => store.delete(token));
export const find = (token) => act("readonly", (store) => store.get(token));
// Another person's visits on the same phone stay where they are, unseen.
export const mine = async (who = owner) => (await act("readonly", (store) => store.getAll()))
  .filter((item) => item.owner === who)
  .sort((one, other) => one.changedAt - other.changedAt);
// What other people left on this phone and nobody sent for a month goes.
export const forgetOld = async (who, before) => {
  for (const item of await act("readonly", (store) => store.getAll())) {
    if (item.owner !== who && item.changedAt < before) await forget(item.token);
  }
};
