/**
 * Where a consultation stands, on the page of its room: asked for again when something happens in the
 * room, when the page is looked at again, and every half minute for the time that is left. Nothing is
 * replaced under the reader's hands. Contract: templates/chat/show.html and consultations/_bar.html.
 */
const EVERY = 30_000;
const SOON = 400;

export function startConsultation() {
  const section = document.querySelector("[data-consultation]");
  if (section) follow(section);
}

function follow(section) {
  const bar = section.querySelector("[data-bar]");
  const told = section.querySelector("[data-phase-told]");
  const log = document.querySelector("[data-log]");
  let timer;

  const phase = () => bar.querySelector("[data-phase]").dataset.phase;

  const isLate = () => Boolean(bar.querySelector(".phases__time.is-late"));

  const show = (html) => {
    if (html === bar.dataset.shown || bar.contains(document.activeElement)) return;
    const [before, wasLate] = [phase(), isLate()];
    bar.innerHTML = html;
    bar.dataset.shown = html;
    const now = bar.querySelector("[data-speaks]").dataset.speaks;
    bar.querySelector("[data-floor-changed]").hidden = now === section.dataset.speaks;
    if (phase() !== before) told.textContent = section.dataset.told.replace("{phase}", phase());
    else if (isLate() && !wasLate) told.textContent = section.dataset.late;
  };

  const look = async () => {
    clearTimeout(timer);
    timer = setTimeout(look, EVERY);
    if (document.hidden) return;
    try {
      const answer = await fetch(section.dataset.consultation, { headers: { Accept: "text/html" } });
      if (answer.ok && !answer.redirected) show(await answer.text());
    } catch {
      // Offline: asked again soon.
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, SOON);
  };

  // The same address: a link alone would only jump.
  bar.addEventListener("click", (event) => {
    if (!event.target.closest("[data-floor-changed]")) return;
    event.preventDefault();
    location.reload();
  });

  timer = setTimeout(look, EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || soon());
  if (log) new MutationObserver(soon).observe(log, { childList: true });
}
