/** A part of a conversation, from one message to another: says how much it is, and shows it. Contract: templates/keepings/choose.html. */
export function startStretches() {
  const form = document.querySelector("[data-stretch]");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-number]")];
  const status = form.querySelector("[data-count]");
  form.querySelector("[data-counts]").hidden = true;
  form.addEventListener("change", () => show(form, rows, status));
  // A page that is come back to has kept what was chosen.
  addEventListener("pageshow", () => show(form, rows, status));
}

function show(form, rows, status) {
  const ends = ["from", "to"].map((name) => form.querySelector(`[name=${name}]:checked`));
  if (!ends.every(Boolean)) return;
  const [first, last] = ends.sort((one, other) => one.value - other.value);
  for (const row of rows) {
    const number = Number(row.dataset.number);
    row.classList.toggle("is-chosen", number >= Number(first.value) && number <= Number(last.value));
  }
  const words = told(form.dataset, count(rows, first, last));
  if (status.textContent.trim() !== words) status.textContent = words;
}

/** What is chosen on this page, and beyond its edges. */
function count(rows, first, last) {
  const beyond = [first, last].map((end) => Number(end.dataset.beyond ?? 0));
  const here = rows.filter((row) => row.classList.contains("is-chosen")).length;
  if (here === 0 && beyond.every(Boolean)) return Math.abs(beyond[0] - beyond[1]) + 1;
  return here + beyond[0] + beyond[1];
}

function told({ one, many, most, tooMany }, n) {
  if (n > Number(most)) return tooMany.replace("{n}", n).replace("{most}", most);
  return n === 1 ? one : many.replace("{n}", n);
}
