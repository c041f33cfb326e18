// The cost of one piece while it is typed, step by step as products/pricing.py rounds it. Where
// something is not plainly a number, nothing is shown: the portal reads it once the form is sent.
const SCALES = { rb: 1e3, ribu: 1e3, k: 1e3, jt: 1e6, juta: 1e6 };
const MOST = 1e10;
const line = document.querySelector("[data-cost-total]");
const fields = line.closest("form").elements;
const read = (name, pattern) => Number(fields[name].value.trim().match(pattern)?.[1].replace(",", ".") ?? NaN);

const rupiah = (name) =>
  fields[name].value.toLowerCase().split("+").reduce((sum, part) => {
    const bare = part.replace(/^\s*rp\.?/, "").trim();
    if (/^\d{1,3}(\.\d{3})+$/.test(bare)) return sum + Number(bare.replaceAll(".", ""));
    const [, digits, scale] = bare.match(/^(\d{1,11})\s*(rb|ribu|k|jt|juta)?$/) ?? [];
    return sum + Number(digits) * (SCALES[scale] ?? 1);
  }, 0);
const orNothing = (name) => (fields[name].value.trim() ? rupiah(name) : 0);

const reckon = () => {
  const pieces = read("pieces", /^(\d{1,6})$/);
  const hundredths = Math.round(100 * read("hours", /^(\d{1,4}(?:[.,]\d{1,2})?)\s*(?:jam)?$/i));
  const percent = read("overhead_percent", /^(\d{1,3})$/);
  const wage = rupiah("hourly_wage_idr");
  if (!(pieces && hundredths && percent <= 100 && wage >= 500)) return NaN;
  const work = Math.ceil((hundredths * wage) / 100);
  const direct = rupiah("main_material_idr") + orNothing("other_material_idr") + orNothing("packaging_idr") + work;
  return Math.ceil((direct + Math.ceil((direct * percent) / 100)) / pieces);
};

let waiting;
const show = () => {
  const cost = reckon();
  line.hidden = !(cost <= MOST);
  if (!line.hidden) line.querySelector("b").textContent = `Rp${cost.toLocaleString("id-ID")}`;
};
line.closest("form").addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 400); // a screen reader hears the sum, not each digit
});
show();
