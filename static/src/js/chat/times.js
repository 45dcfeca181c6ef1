/** Days and hours of a room, in the zone that the server writes them in. */
const lang = document.documentElement.lang;

export class Clock {
  constructor(zone) {
    const format = (options) => new Intl.DateTimeFormat(lang, { timeZone: zone, ...options });
    this.day = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
    this.hour = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.full = format({ weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  }

  /** Write a moment into a <time>. */
  write(element, at) {
    const moment = new Date(at);
    element.dateTime = at;
    element.textContent = this.hour.format(moment);
    element.title = this.full.format(moment);
  }
}
