/** The link of a post: shared on a phone, copied elsewhere. Without JavaScript it leads to the post. */
import { announce } from "./announce.js";

export function startSharing() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-share]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const isPhone = matchMedia("(pointer: coarse)").matches;
    if (!(isPhone && navigator.share) && !navigator.clipboard) return; // no secure address: the link does it
    event.preventDefault();
    link.closest("details[data-menu]")?.removeAttribute("open");
    try {
      if (isPhone && navigator.share) await navigator.share({ title: document.title, url: link.href });
      else {
        await navigator.clipboard.writeText(link.href);
        announce(link.dataset.share);
      }
    } catch (error) {
      if (error.name !== "AbortError") location.assign(link.href);
    }
  });
}
