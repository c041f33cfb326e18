/* Photographs of works that the portal has not acknowledged yet: kept on this phone until it has. */
import { drawer } from "./phone_store.js";

export const owner = document.querySelector("[data-sign-out]")?.dataset.owner ?? "";
const kept = drawer("photos");
// What a phone without room could not keep lives as long as its page.
const held = new Map();

export const isHeld = () => held.size > 0;
export const find = async (token) => held.get(token) ?? kept.find(token).catch(() => undefined);
export const mine = async (who = owner) => [...await kept.mine(who).catch(() => []), ...held.values()];

export const { forgetOld } = kept;

export const keep = async (item) => {
  try {
    await kept.keep(item);
    held.delete(item.token);
    navigator.storage?.persist?.();
  } catch {
    held.set(item.token, item);
  }
};

export const forget = async (token) => {
  held.delete(token);
  await kept.forget(token).catch(() => {});
};
