/**
 * Names after "@", channels after "#" and, where there are any, signs after ":" and commands after "/", chosen with the arrow keys.
 * The text area keeps the focus and the role of a text box; aria-activedescendant says which name is chosen.
 */
import { caretPlace } from "./caret.js";
import { replace } from "./insert.js";

const PAUSE = 180;
// After the beginning, white space or a bracket: neither name@example.org nor Akteur:innen.
const BEGUN = /(?:^|[\s([{"'„“‚‘»›>*_/])([@#:])([\p{L}\p{N}_-]{1,40})$/u;
const SHORTEST = { "@": 2, "#": 1, ":": 2 };
// A command is the first word of all.
const COMMAND = /^\/(\p{L}*)$/u;
const MOST_SIGNS = 8;

export class Completion {
  constructor(element, field) {
    const { peopleUrl, channelsUrl, channel } = element.dataset;
    this.urls = { "@": peopleUrl, "#": channelsUrl };
    this.signs = element.dataset.emoji ? JSON.parse(element.dataset.emoji) : null;
    this.commands = JSON.parse(element.dataset.commands ?? "[]");
    this.channel = channel;
    this.field = field;
    this.status = element.querySelector("[data-completion-status]");
    this.known = new Map();
    this.list = document.createElement("div");
    this.list.className = "completion";
    this.list.id = `${field.id}-completion`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.status.dataset.name);
    field.after(this.list);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.addEventListener("input", (event) => (event.isComposing ? null : this.later()));
    field.addEventListener("keydown", (event) => this.press(event));
    field.addEventListener("blur", () => this.close());
    field.addEventListener("scroll", () => this.close());
    field.addEventListener("pointerdown", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
  }

  get begun() {
    const { value, selectionStart: at, selectionEnd } = this.field;
    const command = this.commands.length && at === selectionEnd && COMMAND.exec(value.slice(0, at));
    if (command) return { sign: "/", typed: command[1], at };
    const found = at === selectionEnd && BEGUN.exec(value.slice(Math.max(0, at - 60), at));
    if (found && !(found[1] === ":" ? this.signs : this.urls[found[1]])) return null;
    return found && found[2].length >= SHORTEST[found[1]] ? { sign: found[1], typed: found[2], at } : null;
  }

  later() {
    clearTimeout(this.waiting);
    if (!this.begun) return this.close();
    this.waiting = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const begun = this.begun;
    if (!begun) return;
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const items = await this.items(begun, this.asking.signal);
      const now = this.begun;
      if (now && now.at === begun.at && document.activeElement === this.field) this.show(items, begun);
    } catch {
      this.close(); // offline, or a newer question: what is typed stays as it is
    }
  }

  async items({ sign, typed }, signal) {
    if (sign === ":") return this.signsCalled(typed);
    if (sign === "/") return this.commands.filter(({ value }) => value.startsWith(typed.toLowerCase()));
    const query = new URLSearchParams({ q: typed, ...(sign === "@" && this.channel ? { channel: this.channel } : {}) });
    const address = `${this.urls[sign]}?${query}`;
    if (!this.known.has(address)) {
      const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      this.known.set(address, (await answer.json()).items);
    }
    return this.known.get(address);
  }

  signsCalled(typed) {
    const found = Object.entries(this.signs).filter(([name]) => name.startsWith(typed.toLowerCase()));
    return found.slice(0, MOST_SIGNS).map(([name, value]) => ({ value, label: `${value} ${name}`, detail: `:${name}:` }));
  }

  show(items, { sign, typed, at }) {
    this.list.replaceChildren(...items.map((item, number) => this.option(item, number, sign)));
    this.list.hidden = items.length === 0;
    const { found, none } = this.status.dataset;
    this.status.textContent = items.length ? found.replace("{n}", items.length) : none;
    if (!items.length) return;
    this.choose(0);
    this.place(at - typed.length - 1);
  }

  option({ value, label, detail }, number, sign) {
    const option = document.createElement("div");
    option.id = `${this.list.id}-${number}`;
    option.className = "completion__option";
    option.setAttribute("role", "option");
    option.dataset.words = sign === ":" ? `${value} ` : `${sign}${value} `;
    const name = document.createElement("span");
    name.className = "completion__name";
    name.textContent = label;
    const note = document.createElement("span");
    note.className = "completion__note";
    note.textContent = detail || sign + value;
    option.append(name, note);
    return option;
  }

  place(position) {
    const { left, top, height } = caretPlace(this.field, position);
    const { list, field } = this;
    const beside = Math.min(left, Math.max(0, field.clientWidth - list.offsetWidth));
    list.style.left = `${field.offsetLeft + beside}px`;
    const below = field.offsetTop + top + height + 4;
    // Above the line where there is no room below it: a phone's keyboard takes half the screen.
    const room = (window.visualViewport?.height ?? innerHeight) - field.getBoundingClientRect().top - top - height;
    list.style.top = room < list.offsetHeight + 16 ? `${field.offsetTop + top - list.offsetHeight - 4}px` : `${below}px`;
  }

  press(event) {
    if (this.list.hidden || event.isComposing) return;
    const count = this.list.children.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.choose((this.active + step + count) % count);
    else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || (event.key === "Tab" && !event.shiftKey)) this.take(this.list.children[this.active]);
    else if (event.key === "Escape") this.close();
    else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return this.close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  choose(number) {
    this.active = number;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
    const chosen = this.list.children[number];
    this.field.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  take(option) {
    const begun = this.begun;
    this.close();
    if (!option || !begun) return;
    replace(this.field, begun.at - begun.typed.length - 1, begun.at, option.dataset.words);
    this.close(); // the words just written are no new question
  }

  close() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.status.textContent = "";
    this.field.removeAttribute("aria-activedescendant");
  }
}
