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
    if (this.isSending) return;
    this.isSending = true;
    clearTimeout(this.waiting);
    try {
      for (let entry = this.next; entry; entry = this.next) await this.send(entry);
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
    else this.fail(entry, words.error ?? this.room.words.refused, words.until);
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
    for (const name of ["sending", "offline", "failed"]) entry.part(name).hidden = name !== state;
    entry.part("choices").hidden = state !== "failed";
    entry.element.classList.toggle("is-failed", state === "failed");
  }

  /** `until` then it is tried again by itself. */
  fail(entry, why, until) {
    entry.failed = why;
    entry.part("why").textContent = why;
    this.say(entry, "failed");
    this.store((kept) => kept.map((one) => (one.client_id === entry.client_id ? { ...one, failed: why } : one)));
    if (until) this.wait(entry, Date.parse(until), why);
  }

  wait(entry, until, why) {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (!entry.failed || !entry.element.isConnected) return;
    if (left <= 0) return this.again(entry);
    const words = this.room.composer?.words.wait.replace("{n}", left) ?? "";
    entry.part("why").textContent = `${why} ${words}`;
    entry.waiting = setTimeout(() => this.wait(entry, until, why), 1000);
  }

  again(entry) {
    clearTimeout(entry.waiting);
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
    clearTimeout(entry.waiting);
    entry.element.remove();
    this.entries = this.entries.filter((one) => one !== entry);
    this.store((kept) => kept.filter((one) => one.client_id !== entry.client_id));
  }
}

/** `randomUUID` is there on secure addresses alone. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
