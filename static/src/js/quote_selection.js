/** Words selected in a post: a small button puts them as a quotation into the reply. */
import { append } from "./editor/insert.js";

const PARKED = "quotation";
let button;

export function startQuoteSelection() {
  const posts = document.querySelector(".posts[data-quote]");
  takeParked();
  if (!posts) return;
  button = document.createElement("button");
  button.type = "button";
  button.className = "quote-button";
  button.hidden = true;
  button.textContent = posts.dataset.quote;
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", quoteSelection);
  document.body.append(button);
  let waiting;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, 150);
  });
  window.addEventListener("scroll", offer, { passive: true });
}

/** The post that holds the whole selection, and the words. */
function selected() {
  const selection = document.getSelection();
  const words = selection.toString().trim();
  if (!words || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const inside = range.commonAncestorContainer;
  const body = (inside.nodeType === Node.ELEMENT_NODE ? inside : inside.parentElement).closest(".post__body");
  const post = body?.closest("[data-permalink]");
  return post ? { post, words, range } : null;
}

function offer() {
  const found = selected();
  button.hidden = !found;
  if (!found) return;
  const box = found.range.getBoundingClientRect();
  const left = Math.min(Math.max(8, box.left + box.width / 2 - button.offsetWidth / 2), innerWidth - button.offsetWidth - 8);
  // Below the words: above them a phone shows its own menu.
  Object.assign(button.style, { left: `${left + scrollX}px`, top: `${box.bottom + scrollY + 8}px` });
}

/** Quote the selection; return whether there was one. */
export function quoteSelection() {
  const found = selected();
  const replyUrl = document.querySelector(".posts[data-quote]")?.dataset.replyUrl;
  if (!found || !replyUrl) return false;
  const { post, words } = found;
  const quotation = { words: quotationOf(post.dataset, words), post: post.id.replace("post-", "") };
  document.getSelection().removeAllRanges();
  button.hidden = true;
  const field = document.querySelector("#reply [data-editor] textarea");
  if (field) {
    insert(field, quotation);
    return true;
  }
  sessionStorage.setItem(PARKED, JSON.stringify({ ...quotation, replyUrl }));
  location.assign(replyUrl);
  return true;
}

/** As `quote` of forum/kernel/markup makes it of a whole post. */
function quotationOf({ author, permalink }, words) {
  const name = author.replace(/([\\`*_{}[\]<>()#+\-.!|~])/g, "\\$1");
  const lines = words.replace(/\n{3,}/g, "\n\n").split("\n");
  return [`> [${name}](${new URL(permalink, location.href)}):`, ">", ...lines.map((line) => (line ? `> ${line}` : ">"))].join("\n") + "\n\n";
}

function insert(field, { words, post }) {
  field.scrollIntoView({ block: "center" });
  append(field, words);
  const replyTo = field.form.elements.namedItem("reply_to");
  if (replyTo && !replyTo.value) replyTo.value = post;
}

/** On the page of the reply: what was quoted on another page of the thread. */
function takeParked() {
  const parked = JSON.parse(sessionStorage.getItem(PARKED));
  const field = document.querySelector("[data-editor] textarea");
  if (!parked || !field || new URL(parked.replyUrl, location.href).pathname !== location.pathname) return;
  sessionStorage.removeItem(PARKED);
  insert(field, parked);
}
