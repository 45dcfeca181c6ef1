/**
 * The place to write: keys, what one answers, files, names and signs, the draft on the server, and
 * the commands that make a thread of what was written. Contract: templates/chat/_composer.html.
 */
import { Completion } from "../editor/completion.js";
import { linkPasted } from "../editor/formats.js";
import { replace } from "../editor/insert.js";
import { continueList } from "../editor/lists.js";
import { Uploads } from "../editor/uploads.js";

const DRAFT_AFTER = 3000;
const REST_AFTER = 250; // what is pressed elsewhere has been pressed by then
const COMMAND = /^\/(frage|question|thread|gespräch)(?:\s+|$)([\s\S]*)$/i;
const QUESTION = /^(frage|question)$/i;

export class Composer {
  constructor(room, form) {
    this.room = room;
    this.form = form;
    this.words = form.dataset;
    this.field = form.elements.namedItem("body");
    this.button = form.querySelector("[data-send]");
    this.stored = this.field.value;
    // First of all: while a list of names is open, Enter and the arrows belong to it.
    new Completion(form, this.field);
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("paste", (event) => linkPasted(this.field, event));
    this.field.addEventListener("input", () => this.changed());
    const uploads = new Uploads(form, form, this.field);
    const files = form.querySelector("[data-files]");
    files.hidden = false;
    files.addEventListener("click", () => uploads.choose());
    form.addEventListener("submit", (event) => this.send(event));
    this.rest();
    this.startAnswering();
    document.addEventListener("visibilitychange", () => document.hidden && this.saveDraft());
  }

  /** Until somebody writes, the place to write is as small as it can be where room is scarce. */
  rest() {
    const say = (isResting) => this.form.classList.toggle("is-resting", isResting);
    say(document.activeElement !== this.field);
    this.form.dataset.ready = "";
    // The field and not its buttons: what is being pressed must not move away.
    this.field.addEventListener("focus", () => say(false));
    this.form.addEventListener("focusout", () => {
      setTimeout(() => this.form.contains(document.activeElement) || say(true), REST_AFTER);
    });
  }

  press(event) {
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
    const isCommand = event.ctrlKey || event.metaKey;
    // A finger has no Shift: on a phone Enter begins a line, and the button sends.
    const sendsPlainly = "enterSends" in this.words && !event.shiftKey && !event.altKey && matchMedia("(pointer: fine)").matches;
    if (!isCommand && !sendsPlainly) return continueList(this.field, event);
    event.preventDefault();
    this.form.requestSubmit(this.button);
  }

  send(event) {
    event.preventDefault();
    const body = this.field.value.trim();
    if (!body) return;
    const command = COMMAND.exec(body);
    if (command && this.begins(...command.slice(1))) return;
    const answered = this.form.elements.namedItem("reply_to");
    this.room.outbox.add({ body, reply_to: answered.value });
    this.answer(null);
    this.clear();
  }

  /** Follow a command where it means something in this room; otherwise it is words like others. */
  begins(command, text) {
    const { threadUrl, keepUrl } = this.words;
    const isQuestion = QUESTION.test(command);
    if (!isQuestion && !text && keepUrl) location.assign(keepUrl);
    else if (threadUrl) this.beginThread(isQuestion, text);
    else return false;
    return true;
  }

  clear() {
    clearTimeout(this.waiting);
    this.room.typing.told = 0; // what is written next is told at once
    this.field.value = "";
    this.stored = "";
    this.say("");
    this.field.dispatchEvent(new Event("input"));
  }

  /** Give back what could not be sent; what is being written stays above it. */
  fill(text) {
    const before = this.field.value.trimEnd();
    replace(this.field, 0, this.field.value.length, before ? `${before}\n\n${text}` : text);
  }

  /** The form of a new thread takes the text, as if one had written it there. */
  beginThread(isQuestion, text) {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: `${this.words.threadUrl}?kind=${isQuestion ? "question" : "discussion"}`, hidden: true });
    const [title] = text.split("\n");
    const fields = { csrf_token: this.room.token, intent: "preview", kind: isQuestion ? "question" : "discussion", title: title.length <= 120 ? title : "", body: text };
    for (const [name, value] of Object.entries(fields)) {
      const field = document.createElement("textarea");
      Object.assign(field, { name, value });
      form.append(field);
    }
    document.body.append(form);
    this.stored = this.field.value;
    form.submit();
  }

  /* What one answers. */

  startAnswering() {
    this.answering = this.form.querySelector("[data-answering]");
    this.form.querySelector("[data-answer-none]").addEventListener("click", (event) => {
      event.preventDefault();
      this.answer(null);
      this.field.focus();
    });
  }

  /** `message` is an element of the log, or nothing. */
  answer(message) {
    this.form.elements.namedItem("reply_to").value = message?.dataset.message ?? "";
    this.answering.hidden = !message;
    if (!message) return;
    this.answering.querySelector("[data-answering-name]").textContent = message.dataset.name;
    this.answering.querySelector("[data-answering-words]").textContent = message.querySelector("[data-part=body]").textContent.trim().slice(0, 140);
    this.field.focus();
  }

  /* The draft. */

  changed() {
    if (this.field.value) this.room.typing.tell();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.saveDraft(), DRAFT_AFTER);
  }

  async saveDraft() {
    const body = this.field.value;
    if (body === this.stored) return;
    clearTimeout(this.waiting);
    const fields = new URLSearchParams({ csrf_token: this.room.token, body });
    try {
      const answer = await fetch(this.words.draftUrl, { method: "POST", body: fields, headers: { Accept: "application/json" }, keepalive: body.length < 30_000 });
      if (!answer.ok) return;
      this.stored = body;
      this.say(body ? this.words.saved.replace("{time}", this.room.log.clock.hour.format(new Date())) : "");
    } catch {
      this.waiting = setTimeout(() => this.saveDraft(), 15_000);
    }
  }

  say(words) {
    this.form.querySelector("[data-draft-state]").textContent = words;
  }
}
