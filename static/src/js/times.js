/** "5 minutes ago", "today, 14:30", "yesterday, 9:05"; older times stay as the server wrote them. */
const MINUTE = 60_000;
const shown = new Map();
let words;

/** Begin with those below `root`: the page, or posts that arrived later. */
export function startTimes(root = document) {
  const times = root.querySelectorAll("time[data-relative]");
  if (!times.length) return;
  for (const element of times) if (!shown.has(element)) shown.set(element, element.textContent);
  if (!words) {
    words = inWords();
    setInterval(refresh, MINUTE);
    document.addEventListener("visibilitychange", refresh);
  }
  refresh();
}

function refresh() {
  if (document.hidden) return;
  const now = new Date();
  for (const [element, written] of shown) {
    if (element.isConnected) element.textContent = words(new Date(element.dateTime), now, written);
    else shown.delete(element);
  }
}

function inWords() {
  const lang = document.documentElement.lang;
  const ago = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  const hour = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const suffix = lang.startsWith("de") ? " Uhr" : "";
  return (at, now, otherwise) => {
    const minutes = Math.floor((now - at) / MINUTE);
    if (minutes < 0) return otherwise;
    if (minutes === 0) return ago.format(0, "second");
    if (minutes < 60) return ago.format(-minutes, "minute");
    const passed = Math.round((midnight(now) - midnight(at)) / (24 * 60 * MINUTE));
    if (passed > 1) return otherwise;
    return `${ago.format(-passed, "day")}, ${hour.format(at)}${suffix}`;
  };
}

function midnight(time) {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate());
}
