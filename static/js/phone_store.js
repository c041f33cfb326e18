/* A drawer of this phone's own database, each person's things apart: IndexedDB. */
export const drawer = (name) => {
  const open = () => new Promise((done, failed) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(name, { keyPath: "token" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const act = async (mode, ask) => {
    const database = await open();
    try {
      return await new Promise((done, failed) => {
        const transaction = database.transaction(name, mode, { durability: "strict" });
        const request = ask(transaction.objectStore(name));
        transaction.oncomplete = () => done(request.result);
        transaction.onabort = () => failed(transaction.error);
      });
    } finally {
      database.close();
    }
  };
  const all = () => act("readonly", (store) => store.getAll());
  const forget = (token) => act("readwrite", (store) => store.delete(token));
  return {
    keep: (item) => act("readwrite", (store) => store.put(item)),
    forget,
    find: (token) => act("readonly", (store) => store.get(token)),
    // Another person's things on the same phone stay where they are, unseen.
    mine: async (who) => (await all())
      .filter((item) => item.owner === who)
      .sort((one, other) => one.changedAt - other.changedAt),
    // What other people left on this phone and nobody sent for a month goes.
    forgetOld: async (who, before) => {
      for (const item of await all()) {
        if (item.owner !== who && item.changedAt < before) await forget(item.token);
      }
    },
  };
};
