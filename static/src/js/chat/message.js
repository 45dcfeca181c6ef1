/**
 * From the state of a message to its element: the macro of the server, rendered once into a
 * <template>, is cloned and filled, and what does not apply is taken away.
 */
import { faceOf } from "./faces.js";

const EDITABLE_FOR = 24 * 3600 * 1000; // as forum/messaging/policy.py says, which has the last word
const NAMED = ["id", "href", "form", "formaction", "action", "data-message"];

export class Messages {
  constructor(section, clock) {
    this.section = section;
    this.words = section.dataset;
    this.clock = clock;
  }

  blank(name) {
    return this.section.querySelector(`template[data-blank="${name}"]`).content.firstElementChild.cloneNode(true);
  }

  get isKeeper() {
    return "keepsOrder" in this.words;
  }

  make(state) {
    const element = this.blank(state.removed ? `removed-${state.removed}` : "message");
    for (const one of [element, ...element.querySelectorAll("*")]) this.name(one, state.id);
    this.describe(element, state);
    if (state.removed) this.fillGone(element, state);
    else this.fill(element, state);
    return element;
  }

  name(element, id) {
    for (const attribute of NAMED) {
      const value = element.getAttribute(attribute);
      if (value?.includes("MESSAGE-ID")) element.setAttribute(attribute, value.replace("MESSAGE-ID", id));
    }
  }

  describe(element, { sequence, version, author, at }) {
    Object.assign(element.dataset, { sequence, version, author: author.id, name: author.name, at });
    for (const field of element.querySelectorAll("input[name=from]")) field.value = sequence;
    const part = (name) => element.querySelector(`[data-part="${name}"]`);
    const picture = author.picture_at ? `${this.words.pictures.replace("HANDLE", encodeURIComponent(author.handle))}?v=${author.picture_at}` : null;
    part("face").replaceChildren(faceOf({ id: author.id, name: author.name, picture }));
    part("name").textContent = author.name;
    part("name").href = this.words.people.replace("HANDLE", encodeURIComponent(author.handle));
    const city = author.city === author.organisation ? null : author.city;
    part("place").textContent = [author.organisation, city].filter(Boolean).join(", ");
    this.clock.write(part("time").querySelector("time"), at);
  }

  fillGone(element, { removed, author }) {
    const mayRestore = removed === "author" ? author.id === this.words.me : this.isKeeper;
    element.querySelector("[data-part=answers]")?.remove();
    if (!mayRestore) element.querySelector("button[data-deed]")?.remove();
  }

  fill(element, state) {
    const part = (name) => element.querySelector(`[data-part="${name}"]`);
    const isOwn = state.author.id === this.words.me;
    // Cleaned by the server: the same HTML as on the page.
    part("body").innerHTML = state.html;
    this.fillAnswers(part("answers"), state.answers);
    const shown = {
      edited: Boolean(state.edited_at),
      pinned: state.is_pinned,
      kept: Boolean(state.kept_in),
      edit: isOwn && Date.now() - Date.parse(state.at) < EDITABLE_FOR,
      remove: isOwn,
      report: !isOwn,
      "take-down": this.isKeeper && !isOwn,
    };
    for (const [name, isShown] of Object.entries(shown)) if (!isShown) part(name)?.remove();
    if (state.kept_in) part("kept").href = part("kept").getAttribute("href").replace("KEEPING", state.kept_in);
    if (!state.is_pinned) this.unpinned(part("pin"));
    const keep = part("keep");
    if (keep) keep.href = `${keep.getAttribute("href").split("?")[0]}?from=${state.sequence}#said-${state.sequence}`;
    part("signs").replaceChildren(...state.reactions.map((one) => this.sign(state.id, one)));
  }

  fillAnswers(line, answers) {
    if (!answers) return line.remove();
    line.querySelector("a").href = `${this.words.url}?message=${answers.id}`;
    line.querySelector("[data-part=answered-name]").textContent = answers.name;
    if (answers.excerpt) line.querySelector("[data-part=answered-words]").textContent = answers.excerpt;
  }

  /** The blank one is pinned; this takes the other words. */
  unpinned(button) {
    if (!button) return;
    button.setAttribute("formaction", button.getAttribute("formaction").replace(/unpin$/, "pin"));
    button.querySelector("span").textContent = this.words.pinWord;
  }

  sign(id, { sign, by }) {
    const button = this.blank("sign");
    const isMine = by.includes(this.words.me);
    button.value = sign;
    button.setAttribute("form", `do-${id}`);
    button.setAttribute("formaction", `${this.words.base}/messages/${id}/${isMine ? "unreact" : "react"}`);
    button.setAttribute("aria-pressed", String(isMine));
    button.disabled = !isMine && !("writes" in this.words);
    button.querySelector("[data-sign]").textContent = sign;
    button.querySelector("[data-number]").textContent = by.length;
    return button;
  }
}
