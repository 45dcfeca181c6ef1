/** Enter within a list or a quote begins the next item; in an empty one it ends the list. */
import { replace } from "./insert.js";

const ITEM = /^((?:[ \t]*> ?)*[ \t]*)(?:([-*+])|(\d{1,8})([.)]))([ \t]+)(\[[ xX]\] )?/;
const QUOTE = /^(?:[ \t]*> ?)+/;

export function continueList(field, event) {
  if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const { value, selectionStart: at, selectionEnd } = field;
  if (at !== selectionEnd || isCode(value.slice(0, at))) return;
  const from = value.lastIndexOf("\n", at - 1) + 1;
  const line = value.slice(from).split("\n", 1)[0];
  const found = ITEM.exec(line) ?? QUOTE.exec(line);
  if (!found || at - from < found[0].length) return;
  event.preventDefault();
  if (line.trim() === found[0].trim()) replace(field, from, from + line.length, "");
  else replace(field, at, at, `\n${next(found)}`);
}

function next([whole, before, sign, number, dot, space, box]) {
  if (before === undefined) return whole;
  const marker = sign ?? `${Number(number) + 1}${dot}`;
  return `${before}${marker}${space}${box ? "[ ] " : ""}`;
}

function isCode(before) {
  return (before.match(/^(```|~~~)/gm) ?? []).length % 2 === 1;
}
