/** What is pinned, above the room. */
export class Pins {
  constructor(section, messages) {
    this.messages = messages;
    this.url = section.dataset.url;
    this.menu = section.querySelector("[data-pins]");
    this.list = section.querySelector("[data-pin-list]");
    this.number = section.querySelector("[data-pin-count]");
  }

  note({ id, is_pinned: isPinned, author, excerpt }) {
    const line = this.list.querySelector(`[data-pin="${CSS.escape(id)}"]`);
    if (line && !isPinned) line.remove();
    else if (isPinned) {
      const fresh = line ?? this.messages.blank("pin");
      fresh.dataset.pin = id;
      fresh.querySelector("a").href = `${this.url}?message=${id}`;
      fresh.querySelector("[data-name]").textContent = author.name;
      fresh.querySelector("[data-words]").textContent = excerpt;
      if (!line) this.list.prepend(fresh);
    } else return;
    this.number.textContent = this.list.children.length;
    this.menu.hidden = this.list.children.length === 0;
  }
}
