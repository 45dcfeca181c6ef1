/** From post to post and from row to row: which one the reader is at, and the next. */
const ITEMS = "#main article, #main [data-item]";
const LINKS = "h1 a, h2 a, h3 a, h4 a, a";

const items = () => [...document.querySelectorAll(ITEMS)].filter((item) => item.checkVisibility() && !item.parentElement.closest(ITEMS));

/** The item with the focus; else the one at the top of the window. */
export function currentItem() {
  const all = items();
  return all.find((item) => item.contains(document.activeElement)) ?? all.find((item) => item.getBoundingClientRect().bottom > innerHeight / 4);
}

export function step(by) {
  const all = items();
  const focused = all.findIndex((item) => item.contains(document.activeElement));
  const seen = all.findIndex((item) => item.getBoundingClientRect().bottom > 8);
  // Without a focus, "next" is what is at the top of the window, not the one after it.
  const at = focused >= 0 ? focused + by : by > 0 ? seen : seen - 1;
  const item = all[at];
  if (!item) return;
  const target = item.hasAttribute("tabindex") ? item : (item.querySelector(LINKS) ?? item);
  target.focus({ preventScroll: true });
  item.scrollIntoView({ block: item.offsetHeight > innerHeight * 0.8 ? "start" : "nearest" });
}
