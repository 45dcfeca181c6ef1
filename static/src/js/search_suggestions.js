/** Suggestions below a search field (the combobox of the ARIA practices). */
const PAUSE = 180;
const SHORTEST = 2;

class Suggestions {
  constructor(field) {
    this.field = field;
    this.input = field.querySelector("input");
    this.list = field.querySelector("[role=listbox]");
    this.status = field.querySelector("[role=status]");
    this.active = -1;
    const { input, list } = this;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    // A press of the pointer must not take the focus, or the list is gone before it is chosen from.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.input.value.trim();
    this.asking?.abort();
    if (typed.length < SHORTEST) return this.close();
    this.asking = new AbortController();
    try {
      const address = `${this.field.dataset.suggestions}?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(address, { signal: this.asking.signal, headers: { Accept: "application/json" } });
      if (answer.ok && document.activeElement === this.input) this.show(await answer.json());
    } catch {
      this.close(); // offline, or a newer question: the form works as it is
    }
  }

  show(found) {
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...found.map((one, number) => this.option(one, number)));
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    const { found: some, none } = this.field.dataset;
    this.status.textContent = found.length ? some.replace("{n}", found.length) : none;
  }

  option({ label, note, url }, number) {
    const option = document.createElement("div");
    option.id = `${this.list.id}-${number}`;
    option.className = "search-field__option";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = url;
    option.textContent = label;
    if (note) {
      const small = document.createElement("span");
      small.className = "search-field__note";
      small.textContent = note;
      option.append(small);
    }
    return option;
  }

  press(event) {
    const count = this.options.length;
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (this.list.hidden || event.isComposing) {
      return;
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place more than options: the field itself, where nothing is chosen.
      this.choose(((this.active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.go(this.options[this.active]);
    }
  }

  choose(number) {
    this.active = number;
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
    const chosen = this.options[number];
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  go(option) {
    if (option) location.assign(option.dataset.url);
  }

  close() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.active = -1;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

export function startSearch() {
  for (const field of document.querySelectorAll("[data-suggestions]")) new Suggestions(field);
}
