/** "5 minutes ago", "today, 14:30", "yesterday, 9:05"; older times stay as the server wrote them. */
const MINUTE = 60_000;

export function startTimes() {
  const times = [...document.querySelectorAll("time[data-relative]")];
  if (!times.length) return;
  const written = new Map(times.map((element) => [element, element.textContent]));
  const lang = document.documentElement.lang;
  const ago = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  const hour = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const suffix = lang.startsWith("de") ? " Uhr" : "";

  const days = (from, to) => Math.round((midnight(to) - midnight(from)) / (24 * 60 * MINUTE));
  const words = (at, now, otherwise) => {
    const minutes = Math.floor((now - at) / MINUTE);
    if (minutes < 0) return otherwise;
    if (minutes === 0) return ago.format(0, "second");
    if (minutes < 60) return ago.format(-minutes, "minute");
    const passed = days(at, now);
    if (passed > 1) return otherwise;
    return `${ago.format(-passed, "day")}, ${hour.format(at)}${suffix}`;
  };
  const refresh = () => {
    if (document.hidden) return;
    const now = new Date();
    for (const element of times) element.textContent = words(new Date(element.dateTime), now, written.get(element));
  };
  refresh();
  setInterval(refresh, MINUTE);
  document.addEventListener("visibilitychange", refresh);
}

function midnight(time) {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate());
}
