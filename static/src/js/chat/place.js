/** Where one is in a room: at its end, or reading further up, where nothing moves by itself. */
const NEAR = 96;

export class Place {
  constructor(section) {
    this.section = section;
    this.foot = section.querySelector(".chat__foot");
    this.log = section.querySelector("[data-log]");
    // Who reads the end goes on reading it while the place to write, or what could not be sent, grows.
    document.addEventListener("scroll", () => (this.wasAtEnd = this.isAtEnd), { passive: true });
    const follow = new ResizeObserver(() => this.wasAtEnd && this.toEnd());
    for (const part of [this.foot, section.querySelector("[data-outbox]")]) follow.observe(part);
  }

  /** How much of the window is below the writing place: the bar of a phone. */
  get below() {
    return Number.parseFloat(getComputedStyle(this.foot).bottom) || 0;
  }

  get isAtEnd() {
    return this.section.getBoundingClientRect().bottom <= innerHeight - this.below + NEAR;
  }

  toEnd() {
    const bottom = this.section.getBoundingClientRect().bottom + scrollY;
    window.scrollTo({ top: bottom - innerHeight + this.below, behavior: "instant" });
  }

  /** Where reading goes on when the page is opened; a page that is come back to stays as it was. */
  open() {
    const [navigation] = performance.getEntriesByType("navigation");
    if (navigation && navigation.type !== "navigate") return;
    const linked = this.log.querySelector(".is-linked");
    if (linked) {
      linked.scrollIntoView({ block: "center", behavior: "instant" });
      linked.focus({ preventScroll: true });
      return;
    }
    if (location.hash && !["#end", "#write", "#new"].includes(location.hash)) return;
    const line = this.log.querySelector("#new");
    this.toEnd();
    if (line && line.getBoundingClientRect().top < 0) line.scrollIntoView({ block: "start", behavior: "instant" });
  }

  /** Change something above what is read without moving it. */
  keep(change) {
    const root = document.documentElement;
    // A message and no divider, which may go; its end, for the name above it may go as well.
    const anchor = [...this.log.querySelectorAll(":scope > [data-message]")].find((one) => one.getBoundingClientRect().bottom > 0);
    const before = anchor?.getBoundingClientRect().bottom;
    // The browser's own anchoring, where there is one, would correct it a second time.
    root.style.overflowAnchor = "none";
    change();
    const after = anchor && this.log.querySelector(`:scope > [data-message="${CSS.escape(anchor.dataset.message)}"]`);
    if (after) window.scrollBy({ top: after.getBoundingClientRect().bottom - before, behavior: "instant" });
    requestAnimationFrame(() => requestAnimationFrame(() => (root.style.overflowAnchor = "")));
  }

  /** The greatest number that has been in view. */
  get seen() {
    const edge = this.foot.getBoundingClientRect().top;
    const messages = [...this.log.querySelectorAll(":scope > [data-message]")];
    const last = messages.findLast((one) => one.getBoundingClientRect().bottom <= edge + 8);
    return Number(last?.dataset.sequence ?? 0);
  }
}
