/**
 * Shortcuts of a single key (WCAG 2.1.4: they can be switched off, and are silent in fields).
 * An element that answers to a key says so: data-shortcut="n", or "g h" for one after the other.
 */
import { toEndUnlessUsed } from "./editor/insert.js";
import { quoteSelection } from "./quote_selection.js";
import { openHelp, startHelp } from "./shortcut_help.js";
import { currentItem, step } from "./steps.js";

const PAUSE = 1500;
let begun = "";
let forgetting;

export function startShortcuts() {
  startHelp();
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return leave(event.target);
    if (document.documentElement.dataset.shortcuts === "off") return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (press(event.key)) event.preventDefault();
  });
}

function isTyping(target) {
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

/** Escape leaves a field, so that the keys mean the page again. */
function leave(target) {
  if (target.matches?.("textarea, input") && !target.closest("dialog")) target.blur();
}

function press(key) {
  const keys = begun ? `${begun} ${key}` : key;
  begun = "";
  clearTimeout(forgetting);
  if (key === "g" && keys === "g") {
    begun = "g";
    forgetting = setTimeout(() => (begun = ""), PAUSE);
    return true;
  }
  return (actions[keys] ?? follow)(keys);
}

const actions = {
  j: () => (step(1), true),
  k: () => (step(-1), true),
  "/": search,
  "?": () => (openHelp(), true),
  r: reply,
  q: (key) => quoteSelection() || inItem(key),
  e: inItem,
};

/** Press what answers to the keys, if it is on the page. */
function follow(keys, root = document) {
  const found = root.querySelector(`[data-shortcut="${CSS.escape(keys)}"]`);
  found?.click();
  return Boolean(found);
}

function inItem(key) {
  const item = currentItem();
  return item ? follow(key, item) : false;
}

function reply(key) {
  const field = document.querySelector("#reply [data-editor] textarea");
  if (!field || !field.checkVisibility()) return follow(key);
  toEndUnlessUsed(field);
  field.focus();
  field.scrollIntoView({ block: "center" });
  return true;
}

function search() {
  const field = [...document.querySelectorAll("[data-suggestions] input")].find((one) => one.checkVisibility());
  const link = document.querySelector("a[data-search]");
  if (field) field.select();
  else link?.click();
  return Boolean(field ?? link);
}
