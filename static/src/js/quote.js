/** Long quotes are folded; a button shows the whole. */
export function startQuotes() {
  for (const body of document.querySelectorAll("[data-fold-quotes]")) {
    for (const quote of body.querySelectorAll(":scope > blockquote")) {
      if (quote.scrollHeight < 12 * parseFloat(getComputedStyle(quote).fontSize)) continue;
      quote.classList.add("is-folded");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "unfold";
      button.textContent = body.dataset.foldQuotes;
      button.addEventListener("click", () => {
        quote.classList.remove("is-folded");
        quote.tabIndex = -1;
        quote.focus();
        button.remove();
      });
      quote.after(button);
    }
  }
}
