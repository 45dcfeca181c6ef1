/** Where in a text area the letter at `position` stands, in pixels from its upper left corner. */
const COPIED = [
  ...["boxSizing", "width", "paddingTop", "paddingRight", "paddingBottom", "paddingLeft"],
  ...["borderTopWidth", "borderRightWidth", "borderBottomWidth", "borderLeftWidth", "borderStyle"],
  ...["fontFamily", "fontSize", "fontWeight", "fontStyle", "fontVariantNumeric", "letterSpacing"],
  ...["lineHeight", "textIndent", "tabSize", "wordSpacing"],
];

export function caretPlace(field, position) {
  const twin = document.createElement("div");
  const style = getComputedStyle(field);
  for (const property of COPIED) twin.style[property] = style[property];
  Object.assign(twin.style, { position: "absolute", visibility: "hidden", top: "0", left: "-9999px", whiteSpace: "pre-wrap", overflowWrap: "break-word" });
  twin.textContent = field.value.slice(0, position);
  const mark = document.createElement("span");
  mark.textContent = "x";
  twin.append(mark);
  document.body.append(twin);
  const place = { left: mark.offsetLeft, top: mark.offsetTop - field.scrollTop, height: mark.offsetHeight };
  twin.remove();
  return place;
}
