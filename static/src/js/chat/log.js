/**
 * The messages on the page, in the order of their numbers: put one, or put it anew, and keep the
 * days, the names that stand for several messages, and what somebody is at work in.
 */
const TOGETHER = 5 * 60_000; // as forum/web/presenters/chat.py says

export class Log {
  constructor(section, messages, clock) {
    this.section = section;
    this.messages = messages;
    this.clock = clock;
    this.element = section.querySelector("[data-log]");
    this.waiting = new Map(); // states of messages that somebody is at work in
    document.addEventListener("selectionchange", () => this.renewWaiting());
  }

  get all() {
    return [...this.element.querySelectorAll(":scope > [data-message]")];
  }

  find(id) {
    return this.element.querySelector(`:scope > [data-message="${CSS.escape(id)}"]`);
  }

  get first() {
    return Number(this.all[0]?.dataset.sequence ?? Infinity);
  }

  /** Put these states in their places; return the elements of those that were not here before. */
  put(states, { onlyKnown = false } = {}) {
    const fresh = [];
    for (const state of states) {
      const old = this.find(state.id);
      if (old) this.renew(old, state);
      else if (!onlyKnown) fresh.push(this.insert(state));
    }
    this.arrange();
    return fresh;
  }

  insert(state) {
    const element = this.messages.make(state);
    const next = this.all.find((one) => Number(one.dataset.sequence) > state.sequence);
    if (next) this.before(next, element);
    else this.element.append(element);
    this.section.querySelector("[data-nothing]")?.remove();
    this.element.hidden = false;
    return element;
  }

  /** Dividers belong to the message below them. */
  before(message, element) {
    let place = message;
    while (place.previousElementSibling?.matches(".divider")) place = place.previousElementSibling;
    place.before(element);
  }

  renew(old, state) {
    if (isAtWork(old)) {
      this.waiting.set(state.id, state);
      return;
    }
    this.waiting.delete(state.id);
    const fresh = this.messages.make(state);
    fresh.classList.toggle("is-linked", old.classList.contains("is-linked"));
    const focused = old.contains(document.activeElement) ? sameAs(document.activeElement, old) : null;
    const isOpen = old.querySelector("details[open]") !== null;
    old.replaceWith(fresh);
    if (isOpen) fresh.querySelector("details")?.setAttribute("open", "");
    if (focused) (fresh.querySelector(focused) ?? fresh).focus({ preventScroll: true });
  }

  renewWaiting() {
    if (!this.waiting.size) return;
    const states = [...this.waiting.values()];
    this.waiting.clear();
    this.put(states, { onlyKnown: true });
  }

  /** Days begin with a line, and one name stands for what follows it at once. */
  arrange() {
    let above = null;
    for (const message of this.all) {
      const day = this.clock.day.format(new Date(message.dataset.at));
      const isNewDay = above?.day !== day;
      this.setDay(message, isNewDay ? day : null);
      const isGone = message.classList.contains("is-removed");
      const isTogether = above && !isNewDay && !isGone && !above.isGone && above.author === message.dataset.author && Date.parse(message.dataset.at) - above.at <= TOGETHER && !message.querySelector("[data-part=answers]");
      message.classList.toggle("is-continued", Boolean(isTogether));
      above = { day, isGone, author: message.dataset.author, at: Date.parse(message.dataset.at) };
    }
  }

  setDay(message, words) {
    let line = message.previousElementSibling;
    if (line?.matches(".divider--new")) line = line.previousElementSibling;
    const has = line?.matches(".chat__day") ? line : null;
    if (!words) return has?.remove();
    if (has) return;
    const day = this.messages.blank("day");
    day.querySelector("span").textContent = words;
    const below = message.previousElementSibling?.matches(".divider--new") ? message.previousElementSibling : message;
    below.before(day);
  }

  /** Read the room anew from its latest messages. */
  replace(states) {
    this.waiting.clear();
    this.element.replaceChildren();
    this.put(states);
  }
}

function isAtWork(message) {
  const selection = getSelection();
  return message.querySelector(".message__edit") !== null || (!selection.isCollapsed && message.contains(selection.anchorNode));
}

function sameAs(element, message) {
  if (element === message) return null;
  if (element.matches("summary")) return "summary";
  if (element.matches(".sign")) return `.message__signs .sign[value="${element.value}"]`;
  return element.dataset.part ? `[data-part="${element.dataset.part}"]` : null;
}
