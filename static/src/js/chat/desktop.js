/** A notice on the screen while one works elsewhere: only after one has asked for it on this device. */
import { announce } from "../announce.js";

const CHOSEN = "chat-notices";

export class Desktop {
  constructor(section, words) {
    this.words = words;
    this.button = section.querySelector("[data-desktop]");
    if (!("Notification" in window) || words.level === "nothing") return;
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.choose());
    this.show();
  }

  get isOn() {
    try {
      return "Notification" in window && Notification.permission === "granted" && localStorage.getItem(CHOSEN) === "on";
    } catch {
      return false;
    }
  }

  /** In these minutes of the day, by the clock of the account, nobody is disturbed. */
  get isQuiet() {
    const [from, until] = (this.words.quiet ?? "").split("-").map(Number);
    if (until === undefined) return false;
    const parts = new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "numeric", hourCycle: "h23", timeZone: this.words.zone }).formatToParts();
    const [hour, minute] = ["hour", "minute"].map((type) => Number(parts.find((part) => part.type === type).value));
    const now = hour * 60 + minute;
    return from <= until ? from <= now && now < until : now >= from || now < until;
  }

  async choose() {
    const wasOn = this.isOn;
    const answer = wasOn ? "granted" : await Notification.requestPermission();
    if (answer !== "granted") return announce(this.button.dataset.denied);
    try {
      localStorage.setItem(CHOSEN, wasOn ? "off" : "on");
    } catch {
      // A private window keeps nothing.
    }
    if (!wasOn) announce(this.button.dataset.on);
    this.show();
  }

  show() {
    this.button.setAttribute("aria-pressed", String(this.isOn));
  }

  tell({ id, author, excerpt, html }) {
    if (!document.hidden || !this.isOn || this.words.level === "nothing" || this.isQuiet) return;
    if (this.words.level === "mentions" && !html.includes(`href="${this.words.meUrl}"`)) return;
    const notice = new Notification(`${author.name} · ${this.words.title}`, { body: excerpt, tag: `chat-${this.words.chat}`, lang: document.documentElement.lang });
    notice.addEventListener("click", () => {
      window.focus();
      document.getElementById(`message-${id}`)?.scrollIntoView({ block: "center" });
      notice.close();
    });
  }
}
