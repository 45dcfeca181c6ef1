/** Long quotes are folded; a button shows the whole, and folds it again. */
let count = 0;

/** Fold those below `root`: the page, or posts that arrived later. */
export function startQuotes(root = document) {
  for (const body of root.querySelectorAll("[data-fold-quotes]")) {
    for (const quote of body.querySelectorAll(":scope > blockquote")) {
      if (quote.scrollHeight >= 12 * parseFloat(getComputedStyle(quote).fontSize)) fold(quote, body.dataset);
    }
  }
}

function fold(quote, { foldQuotes: show, foldAgain: hide }) {
  quote.id ||= `quote-${(count += 1)}`;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "unfold";
  button.setAttribute("aria-controls", quote.id);
  const set = (isFolded) => {
    quote.classList.toggle("is-folded", isFolded);
    button.setAttribute("aria-expanded", String(!isFolded));
    button.textContent = isFolded ? show : hide;
  };
  set(true);
  button.addEventListener("click", () => set(!quote.classList.contains("is-folded")));
  // Links below the fold are reached by Tab: then it opens.
  quote.addEventListener("focusin", () => set(false));
  quote.after(button);
}
