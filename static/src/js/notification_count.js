/** The number beside the bell, wherever there is one; what has come since is added to that in the tab's title. */
const ADDRESS = "/notifications/count";

export class NotificationCount {
  /** Return the count of this page, or null where there is no bell. */
  static here() {
    const element = document.querySelector("[data-notification-count]");
    return element && new NotificationCount(Number(element.textContent) || 0);
  }

  constructor(number) {
    this.number = number;
    this.first = number;
    const [, titled, title] = document.title.match(/^(?:\((\d+)\) )?(.*)$/s);
    this.titled = Number(titled ?? 0);
    this.title = title;
  }

  async refresh() {
    try {
      const answer = await fetch(ADDRESS, { headers: { Accept: "application/json" } });
      if (answer.ok) this.show((await answer.json()).unread);
    } catch {
      // Offline: asked again when the line is back.
    }
  }

  show(number) {
    if (number === this.number) return;
    this.number = number;
    for (const element of document.querySelectorAll("[data-notification-count]")) {
      element.textContent = number;
      element.hidden = number === 0;
    }
    for (const element of document.querySelectorAll("[data-notification-words]")) {
      element.textContent = number ? element.dataset.notificationWords.replace("{n}", number) : "";
    }
    const news = this.titled + Math.max(number - this.first, 0);
    document.title = news ? `(${news}) ${this.title}` : this.title;
  }
}
