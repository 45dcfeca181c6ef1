/**
 * Texts kept in this browser while the server cannot be reached: one per reader and draft.
 * An entry is { body, title, at, base, key, sent }: base is what the server had when the writing
 * began, key the submission key of its form, sent tells that it was sent to be published.
 */
const reader = document.documentElement.dataset.reader;
const PREFIX = "draft:";
const LONGEST = 30 * 24 * 3600 * 1000;

const nameOf = (draftUrl) => `${PREFIX}${reader}:${draftUrl}`;

export function keptFor(draftUrl) {
  try {
    return JSON.parse(localStorage.getItem(nameOf(draftUrl)));
  } catch {
    return null;
  }
}

/** Return whether it could be kept: a private window may refuse. */
export function keep(draftUrl, entry) {
  if (!reader) return false;
  try {
    localStorage.setItem(nameOf(draftUrl), JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

export function forget(draftUrl) {
  try {
    localStorage.removeItem(nameOf(draftUrl));
  } catch {
    // nothing is kept where nothing can be kept
  }
}

function everyName() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

/** Whoever signs out leaves no text behind; what is a month old is not waited for any more. */
export function startKept() {
  for (const name of everyName()) {
    const entry = JSON.parse(localStorage.getItem(name));
    if (!(Date.now() - entry?.at < LONGEST)) localStorage.removeItem(name);
  }
  document.addEventListener("submit", (event) => {
    if (!event.target.action.endsWith("/sign-out")) return;
    for (const name of everyName()) if (name.startsWith(`${PREFIX}${reader}:`)) localStorage.removeItem(name);
  });
}

/**
 * Ask the server about texts that were sent to be published. It answers a draft whose submission
 * key it knows with 204: that text is out, and need not be kept. Anything else makes it a draft.
 */
export async function settleSent() {
  const token = document.querySelector("input[name=csrf_token]")?.value;
  const own = everyName().filter((name) => reader && name.startsWith(nameOf("")));
  for (const name of own) {
    const entry = JSON.parse(localStorage.getItem(name));
    if (!entry.sent || !token) continue;
    const body = new URLSearchParams({ csrf_token: token, body: entry.body, title: entry.title ?? "", submission_key: entry.key });
    try {
      const answer = await fetch(name.slice(nameOf("").length), { method: "POST", body });
      if (answer.status === 204) localStorage.removeItem(name);
      else localStorage.setItem(name, JSON.stringify({ ...entry, sent: false }));
    } catch {
      return; // still no connection: it stays
    }
  }
}
