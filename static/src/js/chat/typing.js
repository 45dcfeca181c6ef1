/** Who is writing: told at most every three seconds, forgotten after six, never stored or read out. */
const TELL_EVERY = 3000;
const FORGET_AFTER = 6000;

export class Typing {
  constructor(section) {
    this.words = section.dataset;
    this.element = section.querySelector("[data-typing]");
    this.people = new Map();
    this.told = 0;
  }

  /** Somebody writes here; live.js sets `send`. */
  tell() {
    if (Date.now() - this.told < TELL_EVERY) return;
    this.told = Date.now();
    this.send?.();
  }

  hear({ id, name }) {
    if (id === this.words.me) return;
    clearTimeout(this.people.get(id)?.timer);
    this.people.set(id, { name, timer: setTimeout(() => this.ended(id), FORGET_AFTER) });
    this.show();
  }

  ended(id) {
    clearTimeout(this.people.get(id)?.timer);
    if (this.people.delete(id)) this.show();
  }

  clear() {
    for (const id of [...this.people.keys()]) this.ended(id);
  }

  show() {
    const names = [...this.people.values()].map(({ name }) => name);
    const list = names.length < 2 ? names.join("") : this.words.and.replace("{one}", names.slice(0, -1).join(", ")).replace("{other}", names.at(-1));
    const words = names.length === 1 ? this.words.types : this.words.type;
    this.element.textContent = names.length ? words.replace("{names}", list) : "";
  }
}
