/**
 * A room on the page. The server numbers whatever happens in it; the page knows up to which number
 * it has followed, and asks for what came after. The socket only says that there is something:
 * whoever was offline, asleep or has no socket misses nothing. Contract: templates/chat/_room.html.
 */
import { showPeople } from "../present.js";
import { Composer } from "./composer.js";
import { Deeds } from "./deeds.js";
import { Desktop } from "./desktop.js";
import { Log } from "./log.js";
import { Messages } from "./message.js";
import { Outbox } from "./outbox.js";
import { Pins } from "./pins.js";
import { Place } from "./place.js";
import { Clock } from "./times.js";
import { Typing } from "./typing.js";

const SEEN_AFTER = 900;
const TRY_AGAIN_AFTER = 5000;
const BEYOND = 2 ** 50; // a number that no room has reached
const JSON_ONLY = { Accept: "application/json" };

export function openRoom(section) {
  return new Room(section);
}

class Room {
  constructor(section) {
    this.section = section;
    this.words = section.dataset;
    this.id = this.words.chat;
    this.base = this.words.base;
    this.last = Number(this.words.last);
    this.read = this.last;
    this.isPast = "past" in this.words;
    this.isStopped = false;
    this.isPaused = false;
    this.missed = 0;
    const clock = new Clock(this.words.zone);
    this.messages = new Messages(section, clock);
    this.log = new Log(section, this.messages, clock);
    // Before this number the page shows nothing, though there may be something.
    this.floor = "earlier" in this.words ? this.log.first : 0;
    this.place = new Place(section);
    this.pins = new Pins(section, this.messages);
    this.typing = new Typing(section);
    this.desktop = new Desktop(section, this.words);
    this.state = section.querySelector("[data-state]");
    this.button = section.querySelector("[data-show]");
    this.outbox = new Outbox(this);
    const form = section.querySelector("[data-composer]");
    this.composer = form && new Composer(this, form);
    this.deeds = new Deeds(this);
    this.listen();
    this.place.open();
    this.look();
  }

  listen() {
    for (const spare of this.section.querySelectorAll("[data-without-script]")) spare.hidden = true;
    for (const hint of this.section.querySelectorAll("[data-with-script]")) hint.hidden = false;
    this.button.addEventListener("click", () => this.show());
    this.pause = this.section.querySelector("[data-pause]");
    this.pause.hidden = this.isPast;
    this.pause.addEventListener("click", () => this.hold(!this.isPaused));
    this.section.querySelector("[data-load-earlier]").addEventListener("click", (event) => this.loadEarlier(event));
    document.addEventListener("scroll", () => this.look(), { passive: true });
    document.addEventListener("visibilitychange", () => document.hidden || this.look());
    window.addEventListener("pagehide", () => this.remember());
  }

  /* What live.js tells. */

  isEntered(people) {
    this.words.entered = "yes";
    this.showPresent(people);
    this.catchUp();
  }

  happened(stretch) {
    if (stretch.room !== this.id || this.isStopped) return;
    const first = stretch.events[0]?.sequence ?? stretch.last;
    if (stretch.has_gap || first > this.last + 1) return this.catchUp();
    this.apply(stretch);
  }

  isLost(yes) {
    if (!this.isStopped) this.state.textContent = yes ? this.words.lost : "";
    if (!yes) this.outbox.flush();
  }

  /** Those who are here and wish it to be seen. */
  showPresent(people) {
    const [line, list] = ["[data-present]", "[data-present-names]"].map((part) => this.section.querySelector(part));
    showPeople(line, list, this.isStopped ? [] : people, this.words.meUrl);
  }

  /** The reader may not read on here: what is on the page stays. */
  stop() {
    this.isStopped = true;
    this.showPresent([]);
    this.typing.clear();
    this.state.textContent = this.words.closed;
  }

  get keepsListening() {
    return this.desktop.isOn;
  }

  /* Following the log. */

  /** Ask for what came after the last number; asked again meanwhile, ask once more afterwards. */
  async catchUp() {
    this.isAskedAgain = true;
    if (this.isAsking || this.isStopped) return;
    this.isAsking = true;
    try {
      while (this.isAskedAgain && !this.isStopped) {
        this.isAskedAgain = false;
        await this.follow();
      }
    } catch {
      // Offline, or the hub starts again: the same is asked for.
      clearTimeout(this.trying);
      this.trying = setTimeout(() => this.catchUp(), TRY_AGAIN_AFTER);
    } finally {
      this.isAsking = false;
    }
  }

  async follow() {
    for (;;) {
      const stretch = await this.get(`events?after=${this.last}`);
      if (!stretch) return;
      if (stretch.has_gap) return this.readAnew();
      this.apply(stretch);
      if (stretch.is_all) return;
    }
  }

  async get(address) {
    const answer = await fetch(`${this.base}/${address}`, { headers: JSON_ONLY, signal: AbortSignal.timeout(20_000) });
    if (answer.status === 403 || answer.status === 404) this.stop();
    if (answer.status === 429 || answer.status >= 500) throw new Error(String(answer.status));
    return answer.ok ? answer.json() : null;
  }

  /** What lies between is not kept any more: read the latest messages, and go on from there. */
  async readAnew() {
    const { last } = await this.get(`events?after=${BEYOND}`);
    const history = await this.get("history");
    if (!history) return;
    this.last = last;
    this.log.replace(history.messages);
    this.begin(history);
    this.isAskedAgain = true;
  }

  apply(stretch) {
    if (stretch.last <= this.last) return;
    if (this.isPaused) return this.count(stretch);
    const wasAtEnd = this.place.isAtEnd;
    const isKnown = (state) => this.isPast || state.sequence < this.floor;
    const [old, now] = [stretch.messages.filter(isKnown), stretch.messages.filter((state) => !isKnown(state))];
    this.place.keep(() => this.log.put(old, { onlyKnown: true }));
    const fresh = this.log.put(now);
    this.last = stretch.last;
    for (const state of stretch.messages) this.pins.note(state);
    this.outbox.settle(stretch.messages);
    this.arrive(fresh, stretch, wasAtEnd);
  }

  arrive(fresh, stretch, wasAtEnd) {
    const states = new Map(stretch.messages.map((state) => [state.id, state]));
    const others = fresh.filter((element) => element.dataset.author !== this.words.me);
    for (const element of others) {
      this.typing.ended(element.dataset.author);
      this.desktop.tell(states.get(element.dataset.message));
    }
    if (wasAtEnd) this.place.toEnd();
    else this.missed += others.length;
    this.look();
  }

  /** While the log is held, what comes is only counted. */
  count(stretch) {
    this.missed = Math.max(this.missed, stretch.events.filter(({ kind, sequence }) => kind === "sent" && sequence > this.last).length);
    this.tell();
  }

  hold(yes) {
    this.isPaused = yes;
    this.pause.setAttribute("aria-pressed", String(yes));
    this.section.classList.toggle("is-paused", yes);
    if (!yes) {
      this.missed = 0;
      this.tell();
      this.catchUp();
    }
  }

  async loadEarlier(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const link = event.currentTarget;
    if (link.getAttribute("aria-busy") === "true") return;
    link.setAttribute("aria-busy", "true");
    try {
      const history = await this.get(`history?before=${this.log.first}`);
      if (history) this.prepend(history);
    } catch {
      location.assign(link.href);
    }
    link.removeAttribute("aria-busy");
  }

  prepend({ messages, is_all: isAll }) {
    const { element } = this.log;
    // What was said before is no news to be read out.
    element.setAttribute("aria-live", "off");
    this.place.keep(() => {
      this.log.put(messages);
      this.begin({ is_all: isAll });
    });
    setTimeout(() => element.removeAttribute("aria-live"), 500);
  }

  /** Offer what was said before what the page shows. */
  begin({ is_all: isAll }) {
    this.floor = isAll ? 0 : this.log.first;
    this.section.querySelector("[data-earlier-part]").hidden = isAll;
    this.section.querySelector("[data-load-earlier]").href = `${this.words.url}?before=${this.log.first}#end`;
  }

  /* What has been seen. */

  look() {
    if (document.hidden) return;
    if (this.place.isAtEnd && !this.isPaused) this.missed = 0;
    this.tell();
    const seen = this.place.isAtEnd && !this.isPast ? this.last : this.place.seen;
    if (seen <= this.read) return;
    this.read = seen;
    this.isUnsaid = true;
    clearTimeout(this.saying);
    this.saying = setTimeout(() => this.remember(), SEEN_AFTER);
  }

  remember() {
    if (!this.isUnsaid) return;
    this.isUnsaid = false;
    const body = new URLSearchParams({ csrf_token: this.token, up_to: this.read });
    fetch(`${this.base}/read`, { method: "POST", body, headers: JSON_ONLY, keepalive: true }).then(
      () => this.wasRead?.(),
      () => {},
    );
  }

  tell() {
    const isShown = this.missed > 0;
    this.button.hidden = !isShown;
    if (isShown) this.button.querySelector("[data-count]").textContent = this.missed === 1 ? this.words.one : this.words.many.replace("{n}", this.missed);
  }

  show() {
    if (this.isPaused) this.hold(false);
    this.missed = 0;
    this.place.toEnd();
    this.look();
    this.log.all.at(-1)?.focus({ preventScroll: true });
  }

  get token() {
    return document.querySelector("input[name=csrf_token]").value;
  }
}
