/** The page of shortcuts as a dialog, with the switch that turns them off. */
let dialog;
let address;

export function startHelp() {
  address = document.querySelector("a[href$='/help/keyboard']")?.href;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href$='/help/keyboard']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || location.pathname === new URL(link.href).pathname) return;
    event.preventDefault();
    link.closest("details[data-menu]")?.removeAttribute("open");
    openHelp();
  });
}

export async function openHelp() {
  if (!address || location.href === address) return;
  dialog ??= build();
  try {
    if (!dialog.querySelector("[data-shortcut-list]")) await load();
    dialog.showModal();
    dialog.scrollTop = 0;
  } catch {
    location.assign(address);
  }
}

function build() {
  const built = document.createElement("dialog");
  built.className = "dialog dialog--wide";
  built.setAttribute("aria-labelledby", "shortcut-help-heading");
  document.body.append(built);
  built.addEventListener("click", (event) => event.target === built && built.close());
  built.addEventListener("submit", (event) => event.target.matches("[data-shortcut-switch]") && change(event));
  return built;
}

async function load() {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const head = page.querySelector("template[data-dialog-head]").content;
  dialog.replaceChildren(document.importNode(head, true), document.adoptNode(page.querySelector("[data-shortcut-list]")));
}

async function change(event) {
  event.preventDefault();
  event.stopPropagation(); // stays sendable
  const form = event.target;
  const wanted = event.submitter.value;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter), headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    document.documentElement.dataset.shortcuts = wanted;
    await load();
    dialog.querySelector("[data-shortcut-switch] button").focus();
  } catch {
    form.submit();
  }
}
