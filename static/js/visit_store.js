/* Where a phone keeps visits with their photographs, each person's apart. */
import { drawer } from "./phone_store.js";

const place = document.querySelector("[data-visits]") ?? document.querySelector("[data-sign-out]");
export const owner = place?.dataset.owner ?? "";
export const unsentUrl = place?.dataset.unsent ?? "";

const visits = drawer("visits");
export const { keep, forget, find, forgetOld } = visits;
export const mine = (who = owner) => visits.mine(who);
