/** What the buttons above a text do: each takes the text area and the words for an empty place. */
import { linesOf, replace } from "./insert.js";

const MARKER = /^(?:[-*+] (?:\[[ xX]\] )?|\d+[.)] |#{1,6} )/;

/** The selection without the white space at its ends. */
function chosenIn({ value, selectionStart: from, selectionEnd: to }) {
  while (from < to && /\s/.test(value[from])) from += 1;
  while (to > from && /\s/.test(value[to - 1])) to -= 1;
  return { from, to, chosen: value.slice(from, to) };
}

/** `**` around the selection, or away from it. */
function wrap(field, mark, words) {
  const { value } = field;
  const { from, to } = chosenIn(field);
  if (isWrapped(value, from, to, mark)) {
    const inside = value.slice(from, to);
    return replace(field, from - mark.length, to + mark.length, inside, [0, inside.length]);
  }
  const inside = value.slice(from, to) || words;
  replace(field, from, to, mark + inside + mark, [mark.length, mark.length + inside.length]);
}

function isWrapped(value, from, to, mark) {
  if (!value.slice(0, from).endsWith(mark) || !value.slice(to).startsWith(mark)) return false;
  // One star of two is no sign of italics.
  const stars = /\**$/.exec(value.slice(0, from))[0].length;
  return mark !== "*" || stars !== 2;
}

/** `sign(number)` before every line of the selection, or away from all of them. */
function mark(field, sign, isMarked) {
  const [from, to] = linesOf(field);
  const lines = field.value.slice(from, to).split("\n");
  const full = lines.filter((line) => line.trim());
  const isOff = full.length > 0 && full.every((line) => isMarked.test(line));
  let number = 0;
  const marked = lines.map((line) => {
    if (!line.trim() && lines.length > 1) return line;
    if (isOff) return line.replace(isMarked, "");
    return sign((number += 1)) + (sign(1) === "> " ? line : line.replace(MARKER, ""));
  });
  // A list begins after an empty line, or it is the end of the sentence before.
  const gap = isOff || !/[^\n]\n$/.test(field.value.slice(0, from)) ? "" : "\n";
  const words = gap + marked.join("\n");
  replace(field, from, to, words, lines.length > 1 ? [gap.length, words.length] : undefined);
}

/** A part of its own, with an empty line before and after; `selected` is in it. */
function block(field, words, selected) {
  const { value } = field;
  const { from, to } = chosenIn(field);
  const before = /(\n\n|^)$/.test(value.slice(0, from)) ? "" : value[from - 1] === "\n" ? "\n" : "\n\n";
  const after = /^(\n|$)/.test(value.slice(to)) ? "\n" : "\n\n";
  const start = before.length + words.indexOf(selected);
  replace(field, from, to, before + words + after, [start, start + selected.length]);
}

function link(field, words) {
  const { from, to, chosen } = chosenIn(field);
  if (/^https?:\/\/\S+$/.test(chosen)) return replace(field, from, to, `[${words}](${chosen})`, [1, 1 + words.length]);
  const text = chosen || words;
  const address = [text.length + 3, text.length + 11];
  replace(field, from, to, `[${text}](https://)`, chosen ? address : [1, 1 + text.length]);
}

function code(field) {
  const { chosen } = chosenIn(field);
  if (chosen.includes("\n")) block(field, `\`\`\`\n${chosen}\n\`\`\``, chosen);
  else wrap(field, "`", "code");
}

function table(field, words) {
  block(field, `| ${words} 1 | ${words} 2 |\n| --- | --- |\n|  |  |\n|  |  |`, `${words} 1`);
}

function details(field, words) {
  block(field, `:::details ${words}\n${chosenIn(field).chosen || "…"}\n:::`, words);
}

export const formats = {
  bold: (field, words) => wrap(field, "**", words),
  italic: (field, words) => wrap(field, "*", words),
  heading: (field) => mark(field, () => "## ", /^## /),
  bullets: (field) => mark(field, () => "- ", /^[-*+] (?!\[[ xX]\] )/),
  numbers: (field) => mark(field, (number) => `${number}. `, /^\d+[.)] /),
  tasks: (field) => mark(field, () => "- [ ] ", /^[-*+] \[[ xX]\] /),
  quote: (field) => mark(field, () => "> ", /^> ?/),
  link,
  code,
  table,
  details,
};

/** An address pasted over selected words makes a link of them. */
export function linkPasted(field, event) {
  const { value, selectionStart: from, selectionEnd: to } = field;
  const chosen = value.slice(from, to);
  const pasted = event.clipboardData.getData("text/plain").trim();
  if (!chosen.trim() || /[\n[\]]/.test(chosen) || /^https?:/.test(chosen) || !/^https?:\/\/[^\s()]+$/.test(pasted)) return;
  event.preventDefault();
  replace(field, from, to, `[${chosen}](${pasted})`);
}
