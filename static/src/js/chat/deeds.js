/** What one does with a message: its forms are sent without leaving the page, and its text is edited in its place. */
import { announce } from "../announce.js";

export class Deeds {
  constructor(room) {
    this.room = room;
    const { section } = room;
    section.addEventListener("submit", (event) => event.submitter?.matches("[data-deed]") && this.send(event));
    section.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const link = event.target.closest("a[data-reply], a[data-edit]");
      if (!link) return;
      if (link.matches("[data-reply]") && !room.composer) return;
      event.preventDefault();
      const message = link.closest("[data-message]");
      close(message);
      if (link.matches("[data-reply]")) room.composer.answer(message);
      else this.edit(message, link.href);
    });
  }

  async send(event) {
    event.preventDefault();
    const { submitter, target } = event;
    const message = submitter.closest("[data-message]");
    if (message.getAttribute("aria-busy") === "true") return;
    message.setAttribute("aria-busy", "true");
    if (submitter.closest("details")) close(message, true);
    const answer = await this.post(submitter.getAttribute("formaction") ?? target.action, new FormData(target, submitter));
    message.removeAttribute("aria-busy");
    if (answer.error) announce(answer.error);
  }

  /** Return the answer; what it has changed comes with the log, in its order. */
  async post(url, form) {
    try {
      const answer = await fetch(url, { method: "POST", body: form, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(20_000) });
      const words = await answer.json();
      if (answer.ok) await this.room.catchUp();
      return answer.ok ? words : { error: words.error ?? this.room.words.refused };
    } catch {
      return { error: this.room.words.refused };
    }
  }

  async edit(message, url) {
    if (message.querySelector(".message__edit")) return;
    let text;
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      text = await answer.json();
      if (!answer.ok) return announce(text.error ?? this.room.words.refused);
    } catch {
      return announce(this.room.words.refused);
    }
    this.open(message, url, text);
  }

  open(message, url, { source, version }) {
    const form = this.room.messages.blank("edit");
    const field = form.elements.namedItem("body");
    const body = message.querySelector("[data-part=body]");
    field.id = `edit-${message.dataset.message}`;
    form.querySelector("label").htmlFor = field.id;
    field.value = source;
    body.hidden = true;
    body.after(form);
    field.focus();
    field.setSelectionRange(source.length, source.length);
    const end = () => {
      form.remove();
      body.hidden = false;
      this.room.log.renewWaiting();
      this.room.log.find(message.dataset.message)?.focus({ preventScroll: true });
    };
    form.querySelector("[data-cancel]").addEventListener("click", end);
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") return end();
      const saves = event.key === "Enter" && !event.shiftKey && !event.isComposing && (event.ctrlKey || event.metaKey || "enterSends" in (this.room.composer?.words ?? {}));
      if (!saves) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fields = new FormData();
      fields.append("csrf_token", this.room.token);
      fields.append("version", version);
      fields.append("body", field.value);
      const answer = await this.post(url, fields);
      if (!answer.error) return end();
      const why = form.querySelector("[data-part=why]");
      why.hidden = false;
      why.textContent = answer.error;
    });
  }
}

function close(message, focuses = false) {
  const menu = message.querySelector("details[open]");
  if (!menu) return;
  menu.open = false;
  if (focuses) menu.querySelector("summary").focus({ preventScroll: true });
}
