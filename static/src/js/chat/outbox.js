/**
 * What was written and is not yet acknowledged: kept in this browser with its id until the server
 * has said that it has it, sent one after the other, and again after a lost connection or a reload.
 * Sent twice under its id, it is one message.
 */
import { forget, keep, keptFor } from "../editor/kept.js";

const WAITS = [2000, 5000, 10_000, 30_000];

export class Outbox {
  constructor(room) {
    this.room = room;
    this.element = room.section.querySelector("[data-outbox]");
    this.name = `${room.base}/outbox`;
    this.entries = [];
    this.failures = 0;
    window.addEventListener("online", () => this.flush());
    for (const entry of keptFor(this.name)?.entries ?? []) this.show(entry);
    this.flush();
  }

  /** Take what was written: { body, reply_to }. */
  add(fields) {
    const entry = { ...fields, client_id: newId(), at: Date.now() };
    this.store((kept) => [...kept, entry]);
    this.show(entry);
    this.room.place.toEnd();
    this.flush();
  }

  /** Another window of this browser may have written here, too. */
  store(change) {
    const plain = ({ client_id, body, reply_to, at, failed }) => ({ client_id, body, reply_to, at, failed });
    const entries = change(keptFor(this.name)?.entries ?? []).map(plain);
    if (entries.length) keep(this.name, { at: Date.now(), body: "", base: {}, entries });
    else forget(this.name);
  }

  show(entry) {
    const element = this.room.messages.blank("waiting");
    entry.element = element;
    entry.part = (name) => element.querySelector(`[data-part="${name}"]`);
    entry.part("words").textContent = entry.body;
    element.querySelector("[data-again]").addEventListener("click", () => this.again(entry));
    element.querySelector("[data-take-back]").addEventListener("click", () => this.takeBack(entry));
    element.querySelector("[data-drop]").addEventListener("click", () => this.drop(entry));
    this.entries.push(entry);
    this.element.append(element);
    if (entry.failed) this.fail(entry, entry.failed);
  }

  async flush() {
    if (this.isSending || this.isResting) return;
    this.isSending = true;
    clearTimeout(this.waiting);
    try {
      while (this.next && !this.isResting) await this.send(this.next);
      this.failures = 0;
    } catch {
      for (const entry of this.entries.filter((one) => !one.failed)) this.say(entry, "offline");
      this.waiting = setTimeout(() => this.flush(), WAITS[Math.min(this.failures++, WAITS.length - 1)]);
    }
    this.isSending = false;
  }

  get next() {
    return this.entries.find((entry) => !entry.failed);
  }

  async send(entry) {
    this.say(entry, "sending");
    const { client_id, body, reply_to } = entry;
    const fields = new URLSearchParams({ csrf_token: this.room.token, client_id, body, reply_to: reply_to ?? "" });
    const answer = await fetch(`${this.room.base}/messages`, {
      method: "POST",
      body: fields,
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(20_000),
    });
    if (answer.status >= 500) throw new Error(String(answer.status));
    const words = await answer.json();
    if (answer.ok) this.arrive(entry, words.message);
    else if (words.retry_after) this.rest(entry, words.error, words.retry_after);
    else this.fail(entry, words.error ?? this.room.words.refused);
  }

  arrive(entry, state) {
    this.remove(entry);
    const { room } = this;
    if (!room.log.find(state.id) && !room.isPast) room.log.put([state]);
    if (room.isPast) location.assign(`${room.words.url}#end`);
    room.place.toEnd();
    // Its number, and whatever came before it.
    room.catchUp();
  }

  /** The line may bring a message before the answer to its sending does. */
  settle(states) {
    for (const { client_id } of states) {
      const entry = this.entries.find((one) => one.client_id === client_id);
      if (entry) this.remove(entry);
    }
  }

  say(entry, state) {
    for (const name of ["sending", "offline", "resting", "failed"]) entry.part(name).hidden = name !== state;
    entry.part("choices").hidden = state !== "failed" && state !== "resting";
    entry.part("again").hidden = state === "resting";
    entry.element.classList.toggle("is-failed", state === "failed");
  }

  fail(entry, why) {
    entry.failed = why;
    entry.part("why").textContent = why;
    this.say(entry, "failed");
    this.store((kept) => kept.map((one) => (one.client_id === entry.client_id ? { ...one, failed: why } : one)));
  }

  /** Too early: this message, and whatever was written after it, goes in so many seconds. */
  rest(entry, why, seconds) {
    const inSo = (left) => this.room.composer?.words.wait.replace("{n}", left) ?? "";
    this.isResting = true;
    this.say(entry, "resting");
    // Read out once; the seconds that pass are for the eye.
    entry.part("rests").textContent = why;
    const spoken = document.createElement("span");
    Object.assign(spoken, { className: "sr-only", textContent: ` ${inSo(seconds)}` });
    entry.part("rests").append(spoken);
    const end = Date.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      entry.part("left").textContent = inSo(left);
      // A clock that was set back meanwhile keeps nobody waiting.
      if (left <= 0 || left > seconds) this.wake();
    };
    tick();
    clearInterval(this.ticking);
    this.ticking = setInterval(tick, 1000);
  }

  wake() {
    clearInterval(this.ticking);
    this.isResting = false;
    this.flush();
  }

  again(entry) {
    entry.failed = undefined;
    this.flush();
  }

  takeBack(entry) {
    this.drop(entry);
    this.room.composer?.fill(entry.body);
  }

  drop(entry) {
    this.remove(entry);
    this.room.composer?.field.focus();
  }

  remove(entry) {
    const wasFirst = this.next === entry;
    entry.element.remove();
    this.entries = this.entries.filter((one) => one !== entry);
    this.store((kept) => kept.filter((one) => one.client_id !== entry.client_id));
    // What waits behind it is told anew how long, or goes.
    if (wasFirst && this.isResting) this.wake();
  }
}

/** `randomUUID` is there on secure addresses alone. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
