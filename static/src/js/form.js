/** Forms: one sending per press, characters left, and the focus on what went wrong. */
export function startForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  // Coming back by the browser's history, the form may be sent again; the server knows its key.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
  });
  document.querySelector("[data-focus]")?.focus();
  for (const note of document.querySelectorAll("[data-counter]")) startCounter(note);
}

function startCounter(note) {
  const control = document.getElementById(note.id.replace(/-counter$/, ""));
  const most = Number(note.dataset.counter);
  const first = note.textContent;
  control?.addEventListener("input", () => {
    const left = most - control.value.length;
    const isNear = left < most / 5;
    note.textContent = isNear ? note.dataset.left.replace("{n}", left) : first;
    note.setAttribute("aria-live", isNear ? "polite" : "off");
  });
}
