/** The outline shows which post is being read. */
export function startOutline() {
  const list = document.querySelector(".frame__aside [data-outline]");
  if (!list) return;
  const links = new Map();
  for (const link of list.querySelectorAll("a[data-anchor]")) {
    const post = document.getElementById(link.dataset.anchor);
    if (post) links.set(post, link);
  }
  let current;
  const mark = () => {
    const read = [...links.keys()].filter((post) => post.getBoundingClientRect().top < innerHeight / 3).at(-1);
    const link = links.get(read ?? links.keys().next().value);
    if (!link || link === current) return;
    current?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "location");
    current = link;
    // Only within the list: the page itself is where the reader wants it.
    const { offsetTop, offsetHeight } = link.parentElement;
    if (offsetTop < list.scrollTop || offsetTop + offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = offsetTop - list.clientHeight / 2;
  };
  let waiting;
  const later = () => (waiting ??= requestAnimationFrame(() => ((waiting = undefined), mark())));
  addEventListener("scroll", later, { passive: true });
  mark();
}
