/** A row of tabs that is pushed sideways on a phone begins where the reader is. */
export function startTabs() {
  for (const list of document.querySelectorAll(".tabs__list")) {
    const current = list.querySelector("[aria-current]")?.parentElement;
    if (current) list.scrollLeft = current.offsetLeft - list.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
  }
}
