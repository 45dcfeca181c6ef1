/**
 * The end of a thread: new posts are put below what is there, nothing that is read moves, and the
 * reply box stays where it is. They count as read when their end has been seen.
 */
import { showPeople } from "./present.js";
import { startQuotes } from "./quote.js";
import { startTimes } from "./times.js";

const SEEN_AFTER = 900; // one message about several posts
const TRY_AGAIN_AFTER = 5000;
const MOST_PARTS = 5; // then there is a page for the rest

export class LiveThread {
  constructor(element) {
    this.element = element;
    this.id = element.dataset.liveThread;
    this.after = Number(element.dataset.after);
    this.posts = document.querySelector(".posts");
    this.isStopped = false;
    this.unseen = new Set();
    this.waiting = new Set();
    this.seen = 0;
    const part = (name) => element.querySelector(`[data-live-${name}]`);
    [this.news, this.state, this.button, this.count] = ["news", "state", "show", "count"].map(part);
    [this.present, this.people] = ["present", "people"].map(part);
    this.button.addEventListener("click", () => this.show());
    this.watcher = new IntersectionObserver((entries) => this.watch(entries), { threshold: 1 });
    document.addEventListener("focusout", () => setTimeout(() => this.renewWaiting()));
    window.addEventListener("pagehide", () => this.remember());
  }

  /** Ask for what came after the last number; asked again meanwhile, ask once more afterwards. */
  async catchUp() {
    this.isAskedAgain = true;
    if (this.isAsking || this.isStopped) return;
    this.isAsking = true;
    try {
      while (this.isAskedAgain && !this.isStopped) {
        this.isAskedAgain = false;
        await this.fetchNews();
      }
    } catch {
      // Offline, or the hub starts again: the same is asked for.
      clearTimeout(this.trying);
      this.trying = setTimeout(() => this.catchUp(), TRY_AGAIN_AFTER);
    } finally {
      this.isAsking = false;
    }
  }

  async fetchNews() {
    for (let parts = 0; parts < MOST_PARTS; parts += 1) {
      const part = await this.fetchPart(`after=${this.after}`);
      if (!part) return;
      this.add(part);
      this.after = Math.max(this.after, Number(part.dataset.until));
      if (this.after >= Number(part.dataset.highest)) return;
    }
  }

  async fetchPart(query) {
    const answer = await fetch(`${this.element.dataset.partUrl}?${query}`, { headers: { Accept: "text/html" } });
    if (answer.status === 403 || answer.status === 404) this.stop();
    if (!answer.ok) return null;
    const made = document.createElement("template");
    // Cleaned by the server: the same posts as on the page.
    made.innerHTML = await answer.text();
    return made.content.querySelector("[data-until]");
  }

  add(part) {
    const isNew = (element) => !document.getElementById(element.id);
    const fresh = [...part.querySelectorAll("article.post, .thread-note")].filter(isNew);
    if (!fresh.length) return;
    keepInPlace(this.posts, () => this.posts.append(...fresh));
    fresh.forEach(revive);
    const others = fresh.filter((element) => element.matches("article.post:not(.is-own)"));
    for (const post of others) {
      this.unseen.add(post);
      this.watcher.observe(endOf(post));
    }
    if (others.length) this.news.textContent = this.words();
    // Whatever is in view already is seen before anybody is told of it.
    setTimeout(() => this.tell(), 150);
  }

  words() {
    const { one, many } = this.element.dataset;
    return this.unseen.size === 1 ? one : many.replace("{n}", this.unseen.size);
  }

  tell() {
    this.button.hidden = this.unseen.size === 0;
    if (this.unseen.size) this.count.textContent = this.words();
    else this.news.textContent = "";
  }

  show() {
    const [first] = this.unseen;
    first?.scrollIntoView({ block: "start", behavior: isCalm() ? "auto" : "smooth" });
    first?.focus({ preventScroll: true });
  }

  watch(entries) {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting || document.hidden) continue;
      const post = target.closest(".post");
      this.watcher.unobserve(target);
      this.unseen.delete(post);
      this.seen = Math.max(this.seen, Number(post.dataset.number));
    }
    this.tell();
    clearTimeout(this.remembering);
    if (this.seen) this.remembering = setTimeout(() => this.remember(), SEEN_AFTER);
  }

  /** Move the read mark to the last post that was seen. */
  async remember() {
    const url = this.element.dataset.readUrl;
    const token = document.querySelector("input[name=csrf_token]")?.value;
    const number = this.seen;
    if (!number || !url || !token) return;
    this.seen = 0;
    try {
      await fetch(url, { method: "POST", body: new URLSearchParams({ number, csrf_token: token }), keepalive: true });
    } catch {
      this.seen = Math.max(this.seen, number);
    }
  }

  /** A post looks different: put it in the place of the old one, unless somebody is at work in it. */
  async renew(number) {
    const old = this.posts.querySelector(`article[data-number="${number}"]`);
    if (!old || this.isStopped) return;
    if (isInUse(old)) {
      this.waiting.add(number);
      return;
    }
    try {
      const part = await this.fetchPart(`only=${number}`);
      const post = part?.querySelector("article.post");
      if (!post || isInUse(old) || !old.isConnected) return;
      keepInPlace(old, () => old.replaceWith(post));
      revive(post);
      if (this.unseen.delete(old)) {
        this.unseen.add(post);
        this.watcher.observe(endOf(post));
      }
    } catch {
      // Offline: the page shows the old text a little longer.
    }
  }

  renewWaiting() {
    const numbers = [...this.waiting];
    this.waiting.clear();
    for (const number of numbers) this.renew(number);
  }

  showPresent(people) {
    showPeople(this.present, this.people, people, this.element.dataset.me);
  }

  isJoined(people) {
    this.element.dataset.joined = "yes";
    this.showPresent(people);
    // What came between the first look and now.
    this.catchUp();
  }

  isLost(yes) {
    this.state.textContent = yes ? this.element.dataset.lost : "";
  }

  /** The reader may not read on here, or the thread is gone: the page stays as it is. */
  stop() {
    this.isStopped = true;
    this.showPresent([]);
    this.isLost(false);
  }
}

function isCalm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function endOf(post) {
  return post.querySelector(".post__foot") ?? post.lastElementChild ?? post;
}

function isInUse(post) {
  return post.contains(document.activeElement) || post.querySelector("details[open]") !== null || (!getSelection().isCollapsed && post.contains(getSelection().anchorNode));
}

function revive(post) {
  startTimes(post);
  startQuotes(post);
}

/** Change something without moving what is read: what stands at the reading line stays there. */
function keepInPlace(changing, change) {
  const anchor = readingAnchor(changing);
  const before = anchor?.getBoundingClientRect().top;
  const root = document.documentElement;
  // The browser's own anchoring, where there is one, would correct it a second time.
  root.style.overflowAnchor = "none";
  change();
  const moved = anchor ? anchor.getBoundingClientRect().top - before : 0;
  if (moved) window.scrollBy({ top: moved, behavior: "instant" });
  requestAnimationFrame(() => requestAnimationFrame(() => (root.style.overflowAnchor = "")));
}

/** What the eye or the focus rests on below the change; above it nothing moves by itself. */
function readingAnchor(changing) {
  const below = (element) => changing.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING && !changing.contains(element);
  const isInView = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const focused = document.activeElement;
  if (focused && focused !== document.body && below(focused) && isInView(focused)) return focused;
  const line = innerHeight * 0.4;
  if (changing.getBoundingClientRect().bottom > line) return null;
  const candidates = document.querySelectorAll("article.post, #reply");
  return [...candidates].find((element) => below(element) && element.getBoundingClientRect().bottom > line) ?? null;
}
