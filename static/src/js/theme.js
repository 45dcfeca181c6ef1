/** Light, dark, or as the device does: shown at once, remembered by the server. */
export function startThemeSwitches() {
  for (const form of document.querySelectorAll("[data-theme-switch]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const theme = event.submitter.value;
      const fields = new FormData(form, event.submitter);
      show(theme);
      fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" }, keepalive: true }).catch(() => {});
    });
  }
}

function show(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.querySelector("meta[name=color-scheme]").content = theme === "auto" ? "light dark" : theme;
  for (const button of document.querySelectorAll("[data-theme-switch] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}
