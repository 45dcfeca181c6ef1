/**
 * The unfinished text: saved on the server three seconds after the last stroke, kept in the browser
 * where that fails, discarded with a way back. Contract: templates/components/editor.html.
 */
import { replace } from "./insert.js";
import { forget, keep, keptFor, settleSent } from "./kept.js";

const DRAFT_AFTER = 3000;
const RETRY_AFTER = 15000;
const NO_TEXT = ["csrf_token", "submission_key"];

const clock = (moment) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment);

const isPublishing = (event) => event.submitter?.value.startsWith("publish") ?? true;

export class Drafts {
  constructor(element, form, field) {
    this.words = element.dataset;
    this.url = element.dataset.draftUrl;
    this.form = form;
    this.field = field;
    this.title = form.elements.namedItem("title");
    this.state = element.querySelector("[data-state]");
    this.question = element.querySelector("[data-kept-here]");
    this.discardButton = element.querySelector("[data-discard]");
    this.undoButton = element.querySelector("[data-undo]");
    this.stored = this.written;
    this.base = this.texts;
    this.isLeaving = false;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("pageshow", () => (this.isLeaving = false));
    window.addEventListener("beforeunload", (event) => this.warn(event));
    if (!this.url) return;
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
    window.addEventListener("online", () => this.save());
    this.discardButton.addEventListener("click", () => this.discard());
    this.undoButton.addEventListener("click", () => this.undo());
    this.discardButton.hidden = !this.words.savedAt;
    this.findKept();
  }

  get texts() {
    return { body: this.field.value, title: this.title?.value ?? "" };
  }

  /** Everything of the form that is text or choice, to be compared. */
  get written() {
    const fields = [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !NO_TEXT.includes(name));
    return JSON.stringify(fields.map(([name, value]) => [name, value.replace(/\r\n/g, "\n")]));
  }

  get isDirty() {
    return this.written !== this.stored;
  }

  changed() {
    if (!this.url) return;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.save(), DRAFT_AFTER);
  }

  async save() {
    if (!this.isDirty || this.isLeaving) return;
    clearTimeout(this.waiting);
    const { written, texts } = this;
    try {
      if (!navigator.onLine) throw new TypeError("offline");
      const answer = await fetch(this.url, { method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" }, keepalive: texts.body.length < 30000 });
      if (!answer.ok) throw new Error(String(answer.status));
      this.stored = written;
      this.base = texts;
      forget(this.url);
      const isEmpty = answer.status === 204;
      if (!isEmpty) this.say(this.words.saved);
      else if (this.undoButton.hidden) this.state.textContent = "";
      this.discardButton.hidden = isEmpty;
      if (!isEmpty) this.undoButton.hidden = true;
    } catch (error) {
      const isKept = this.keepHere();
      this.say(isKept && error instanceof TypeError ? this.words.kept : this.words.unsaved);
      this.waiting = setTimeout(() => this.save(), RETRY_AFTER);
    }
  }

  say(words, moment = new Date()) {
    this.state.textContent = words.replace("{time}", clock(moment));
  }

  keepHere(more = {}) {
    const key = this.form.elements.namedItem("submission_key")?.value;
    return keep(this.url, { ...this.texts, at: Date.now(), base: this.base, key, ...more });
  }

  leave(event) {
    // The publish button is pressed without a connection: the browser's error page helps nobody.
    if (this.url && !navigator.onLine) {
      event.preventDefault();
      this.keepHere();
      this.state.textContent = this.words.offline;
      return;
    }
    this.isLeaving = true;
    if (this.url && keptFor(this.url)) this.keepHere({ sent: isPublishing(event) });
  }

  warn(event) {
    if (this.isDirty && !this.isLeaving) event.preventDefault();
  }

  async findKept() {
    if (!keptFor(this.url)) return;
    await settleSent();
    const kept = keptFor(this.url);
    const { body, title } = this.texts;
    if (!kept) return;
    if (kept.body === body && kept.title === title) return forget(this.url);
    const isUnchangedThere = kept.base.body === body && kept.base.title === title;
    if (isUnchangedThere) return this.take(kept);
    this.question.querySelector("[data-kept-text]").textContent = kept.body.slice(0, 280) || kept.title;
    const words = this.question.querySelector("p");
    words.textContent = words.textContent.replace("{time}", clock(kept.at));
    this.question.hidden = false;
    this.question.querySelector("[data-take]").addEventListener("click", () => this.take(kept));
    this.question.querySelector("[data-leave]").addEventListener("click", () => {
      forget(this.url);
      this.question.hidden = true;
      this.field.focus();
    });
  }

  take(kept) {
    const isAsked = !this.question.hidden;
    this.question.hidden = true;
    this.fill(kept, isAsked);
    this.say(this.words.foundHere, kept.at);
  }

  /** Write these texts; `isUndoable` needs the focus, and a page that was just opened keeps its own. */
  fill({ body, title }, isUndoable) {
    if (this.title) this.title.value = title ?? "";
    if (isUndoable) replace(this.field, 0, this.field.value.length, body);
    else this.field.value = body;
    this.form.dispatchEvent(new Event("input"));
  }

  async discard() {
    this.discarded = this.texts;
    this.undoButton.hidden = false;
    this.discardButton.hidden = true;
    this.fill({ body: "", title: "" }, true);
    this.undoButton.focus();
    forget(this.url);
    clearTimeout(this.waiting);
    this.stored = this.written;
    this.base = this.texts;
    this.state.textContent = this.words.discarded;
    // Nothing but the token: an empty text discards the draft, whatever else was chosen.
    const nothing = new URLSearchParams({ csrf_token: this.form.elements.namedItem("csrf_token").value });
    try {
      const answer = await fetch(this.url, { method: "POST", body: nothing });
      if (!answer.ok) throw new Error(String(answer.status));
    } catch {
      this.stored = "";
      this.changed();
    }
  }

  undo() {
    this.undoButton.hidden = true;
    this.fill(this.discarded, true);
    this.save();
  }
}
