/** Reactions are forms; here they are sent without leaving the place that one reads. */
export function startReactions() {
  document.addEventListener(
    "submit",
    (event) => {
      const part = event.target.closest("[data-reactions]");
      const button = event.submitter;
      if (!part || !button || event.target.dataset.plain) return;
      event.preventDefault();
      if (part.getAttribute("aria-busy") !== "true") send(part, event.target, button);
    },
    true,
  );
}

async function send(part, form, button) {
  part.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(button.getAttribute("formaction") ?? form.action, {
      method: "POST",
      body: new FormData(form, button),
      headers: { "X-Part": "reactions" },
    });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const fresh = document.createElement("template");
    fresh.innerHTML = await answer.text();
    const next = fresh.content.querySelector("[data-reactions]");
    if (!next) throw new Error("nothing to show");
    part.replaceWith(next);
    next.querySelector(`button[value="${button.value}"]`)?.focus({ preventScroll: true });
  } catch {
    // Whatever it is, the page that answers the form says it best.
    part.removeAttribute("aria-busy");
    form.dataset.plain = "yes";
    form.requestSubmit(button);
  }
}
