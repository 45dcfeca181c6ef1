/** A field that narrows a long list: the cities. `ä` finds `ae`, `ß` finds `ss`, Běła is found by bela. */
const plain = (text) =>
  text
    .toLocaleLowerCase("de")
    .replace(/ä/g, "ae")
    .replace(/ö/g, "oe")
    .replace(/ü/g, "ue")
    .replace(/ß/g, "ss")
    .replace(/ł/g, "l")
    .normalize("NFD")
    .replace(/\p{M}/gu, "");

export function startFilters() {
  for (const part of document.querySelectorAll("[data-filter]")) {
    const label = part.querySelector("label");
    const input = label.querySelector("input");
    const rows = [...part.querySelectorAll("[data-name]")].map((row) => [row, plain(row.dataset.name)]);
    const nothing = part.querySelector("[data-nothing]");
    label.hidden = false;
    input.addEventListener("input", () => {
      const wanted = plain(input.value.trim());
      let found = 0;
      for (const [row, name] of rows) {
        row.hidden = !name.includes(wanted);
        if (!row.hidden) found += 1;
      }
      nothing.textContent = found ? "" : nothing.dataset.nothing;
    });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      rows.find(([row]) => !row.hidden)?.[0].querySelector("a").click();
    });
  }
}
