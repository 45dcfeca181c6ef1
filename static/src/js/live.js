/**
 * The hub tells an open page what is new: a number of a post, or that notifications have changed.
 * The page then asks for it over HTTP, always by "what came after n". So whoever was offline,
 * asleep or has no socket misses nothing. Contract: templates/threads/_live.html, forum/realtime.
 */
import { LiveThread } from "./live_thread.js";
import { NotificationCount } from "./notification_count.js";

const HIDDEN_FOR = 30_000; // then the socket is let go; its server has others to look after
const LOST_AFTER = 6000; // shorter than that is nobody's concern
const READ_WITHIN = 2000;
const LOOK_EVERY = 60_000; // while there is no socket
const HIDDEN_LOOK_EVERY = 300_000;
const LONGEST_AWAY = 30_000;
const MOST_FAILURES = 12; // then only when the page is looked at anew

export async function startLive() {
  const element = document.querySelector("[data-live-thread]");
  const thread = element && new LiveThread(element);
  const count = NotificationCount.here();
  const section = document.querySelector("[data-chat]");
  const room = section && (await import("./chat/room.js")).openRoom(section);
  if (!thread && !count && !room) return;
  if ("reader" in document.documentElement.dataset) new Line(thread, count, room);
  else document.addEventListener("visibilitychange", () => document.hidden || thread?.catchUp());
}

/** The line to the hub: open while the page is looked at. */
class Line {
  constructor(thread, count, room) {
    this.thread = thread;
    this.count = count;
    this.room = room;
    if (room) room.typing.send = () => this.isOpen && this.socket.emit("typing", { room: room.id });
    if (room) room.wasRead = () => count?.refresh();
    this.failures = 0;
    this.away = 2000;
    // A line that seems open may have been cut while the machine slept: ask in any case.
    const lookAndAsk = () => {
      this.look();
      this.ask();
    };
    document.addEventListener("visibilitychange", lookAndAsk);
    window.addEventListener("online", lookAndAsk);
    window.addEventListener("pagehide", () => this.socket?.disconnect());
    window.addEventListener("pageshow", (event) => event.persisted && lookAndAsk());
    setInterval(() => this.isOpen || this.ask(), LOOK_EVERY);
    // A hidden tab has no socket, but a title.
    setInterval(() => document.hidden && count?.refresh(), HIDDEN_LOOK_EVERY);
    this.look();
  }

  get isOpen() {
    return Boolean(this.socket?.connected);
  }

  look() {
    clearTimeout(this.letGo);
    if (document.hidden) {
      if (this.room?.keepsListening) return;
      this.letGo = setTimeout(() => this.hangUp(), HIDDEN_FOR);
      return;
    }
    this.failures = 0;
    if (!this.isOpen) this.open();
  }

  async open() {
    if (!this.socket) {
      try {
        const { makeSocket } = await import("./socket.js");
        this.socket ??= this.listen(makeSocket());
      } catch {
        this.isLost();
        return;
      }
    }
    if (!document.hidden || this.room?.keepsListening) this.socket.connect();
  }

  listen(socket) {
    const { thread, count, room } = this;
    socket.on("connect", () => this.isBack());
    socket.on("disconnect", (reason) => {
      if (reason === "io client disconnect") return;
      this.isLost();
      // Sent away: the hub starts again, or we were signed out. The library leaves it to us.
      if (reason === "io server disconnect") this.later(() => this.look());
    });
    socket.on("connect_error", () => {
      this.isLost();
      if ((this.failures += 1) >= MOST_FAILURES) socket.disconnect();
      // Heard and sent away, because the hub could not look who it is: that, too, is left to us.
      else if (!socket.active) this.later(() => this.open());
    });
    // What is read here as it comes is no news: it is marked as read first.
    socket.on("notified", () => (room && !document.hidden ? setTimeout(() => count?.refresh(), READ_WITHIN) : count?.refresh()));
    const isHere = (words) => room && words?.room === room.id;
    socket.on("happened", (stretch) => isHere(stretch) && room.happened(stretch));
    socket.on("typing", (words) => isHere(words) && room.typing.hear(words));
    socket.on("closed", (words) => isHere(words) && room.stop());
    if (room) socket.on("present", (words) => isHere(words) && room.showPresent(words.people));
    if (!thread) return socket;
    const isOurs = (words) => words?.thread === thread.id;
    socket.on("post", (words) => isOurs(words) && thread.catchUp());
    socket.on("changed", (words) => isOurs(words) && thread.renew(words.number));
    socket.on("present", (words) => isOurs(words) && thread.showPresent(words.people));
    socket.on("closed", (words) => isOurs(words) && thread.stop());
    return socket;
  }

  /** Do something after a while, which is longer after each failure, and never as long as that of others. */
  later(work) {
    const delay = Math.max(this.away, Math.min(LONGEST_AWAY, this.away * 2 ** this.failures));
    setTimeout(work, delay * (0.5 + Math.random()));
  }

  begin(word, place, begun) {
    const { id } = this.socket;
    this.socket.emit(word, place, (answer) => {
      if (answer?.again && !answer.ok) {
        // The hub could not look now; whoever waits here would hear of nothing.
        this.failures += 1;
        this.later(() => this.socket.id === id && this.begin(word, place, begun));
      }
      if (!answer?.ok) return;
      this.failures = 0;
      // The more there are, the longer each stays away, or nobody would get in after a restart.
      this.away = answer.again * 1000;
      this.socket.io.reconnectionDelay(this.away);
      this.socket.io.reconnectionDelayMax(Math.max(LONGEST_AWAY, this.away));
      begun(answer);
    });
  }

  isBack() {
    this.failures = 0;
    clearTimeout(this.losing);
    this.losing = undefined;
    this.thread?.isLost(false);
    this.room?.isLost(false);
    if (this.room && !this.room.isStopped) {
      this.begin("enter", { room: this.room.id }, (answer) => this.room.isEntered(answer.people));
    }
    if (this.thread && !this.thread.isStopped) {
      this.begin("join", { thread: this.thread.id }, (answer) => this.thread.isJoined(answer.people));
    }
    // What was said while the line was down, or while it was being laid.
    this.ask();
  }

  isLost() {
    this.thread?.showPresent([]);
    this.room?.showPresent([]);
    this.losing ??= setTimeout(() => {
      if (this.isOpen || document.hidden) return;
      this.thread?.isLost(true);
      this.room?.isLost(true);
    }, LOST_AFTER);
  }

  hangUp() {
    this.socket?.disconnect();
    this.thread?.showPresent([]);
  }

  ask() {
    if (document.hidden) return;
    this.thread?.catchUp();
    this.room?.catchUp();
    this.count?.refresh();
  }
}
