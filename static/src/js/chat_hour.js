/**
 * The chat hour that runs or comes next, on the page of a channel's room: asked for again when one
 * begins or ends, when the page is looked at again, and every few minutes. The server counts the
 * seconds, so a wrong clock is no matter. Contract: templates/chat/of_channel.html and _hour.html.
 */
const AT_MOST = 300_000;
const SOON = 400;
const TRY_AGAIN_AFTER = 10_000;

export function startChatHour() {
  const section = document.querySelector("[data-chat-hour]");
  if (section) follow(section);
}

function follow(section) {
  const part = section.querySelector("[data-hour-part]");
  const told = section.querySelector("[data-hour-told]");
  let timer;

  /** The hour that the page shows, if it runs. */
  const running = () => {
    const shown = part.querySelector("[data-hour]");
    return shown && "running" in shown.dataset ? { id: shown.dataset.hour, title: shown.dataset.title } : null;
  };

  const wait = () => {
    const left = Number(part.querySelector("[data-hour]")?.dataset.left ?? Infinity) * 1000 + SOON;
    again(Math.min(left, AT_MOST));
  };

  const again = (after) => {
    clearTimeout(timer);
    timer = setTimeout(look, after);
  };

  const show = (html) => {
    const before = running();
    part.innerHTML = html;
    const now = running();
    if (now && now.id !== before?.id) told.textContent = section.dataset.begun.replace("{title}", now.title);
    else if (before && !now) told.textContent = section.dataset.over.replace("{title}", before.title);
  };

  const look = async () => {
    // Nothing is replaced under the reader's hands; a page that nobody sees asks when it is seen.
    if (document.hidden || part.contains(document.activeElement)) return again(TRY_AGAIN_AFTER);
    try {
      const answer = await fetch(section.dataset.chatHour, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return again(AT_MOST);
      show(await answer.text());
      wait();
    } catch {
      again(TRY_AGAIN_AFTER); // offline
    }
  };

  wait();
  document.addEventListener("visibilitychange", () => document.hidden || again(SOON));
}
