/**
 * Put words into a text area so that the browser's own undo knows of it. `select` is the range,
 * counted from `from`, that is selected afterwards.
 */
export function replace(field, from, to, words, select = [words.length, words.length]) {
  field.focus();
  field.setSelectionRange(from, to);
  if (from !== to || words) {
    // execCommand is called outdated, and there is no other way that keeps Ctrl + Z whole.
    const command = words ? ["insertText", false, words] : ["delete"];
    if (!document.execCommand(...command)) put(field, from, to, words, "end");
  }
  field.setSelectionRange(from + select[0], from + select[1]);
}

/** The same from behind: caret and focus stay where they are, the writer goes on writing. */
export function replaceAside(field, from, to, words) {
  if (document.activeElement !== field) return put(field, from, to, words, "preserve");
  const { selectionStart, selectionEnd, scrollTop } = field;
  const moved = (place) => (place < to ? Math.min(place, from) : place + words.length - (to - from));
  replace(field, from, to, words);
  field.setSelectionRange(moved(selectionStart), moved(selectionEnd));
  field.scrollTop = scrollTop;
}

function put(field, from, to, words, mode) {
  field.setRangeText(words, from, to, mode);
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** A text area that nobody has been in has its caret at the beginning; writing goes on at the end. */
export function toEndUnlessUsed(field) {
  if (document.activeElement !== field && field.selectionEnd === 0) field.setSelectionRange(field.value.length, field.value.length);
}

/** Where the lines of the selection begin and end. */
export function linesOf(field) {
  const { value, selectionStart, selectionEnd } = field;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const end = value.indexOf("\n", selectionEnd);
  return [from, end < 0 ? value.length : end];
}

/** Write a part of its own after what stands there, with the caret behind it. */
export function append(field, words) {
  const before = field.value.replace(/\s+$/, "");
  replace(field, before.length, field.value.length, `${before ? "\n\n" : ""}${words}`);
  field.scrollTop = field.scrollHeight;
}
