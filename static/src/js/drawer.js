/** On a small screen "Channels" opens the column as a drawer; without JavaScript it leads to the overview. */
export function startDrawer() {
  const navigation = document.getElementById("navigation");
  const opener = document.querySelector("[data-drawer='navigation']");
  if (!navigation || !opener) return;

  const home = navigation.parentElement;
  const drawer = document.createElement("dialog");
  drawer.className = "drawer";
  drawer.setAttribute("aria-label", navigation.getAttribute("aria-label"));
  document.body.append(drawer);

  opener.setAttribute("aria-haspopup", "dialog");
  opener.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    drawer.append(navigation);
    closer.hidden = false;
    drawer.showModal();
  });
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer) drawer.close();
  });
  const closer = navigation.querySelector(".drawer__close");
  closer.addEventListener("click", () => drawer.close());
  drawer.addEventListener("close", () => {
    closer.hidden = true;
    home.append(navigation);
  });
  window.matchMedia("(min-width: 60em)").addEventListener("change", (wide) => {
    if (wide.matches && drawer.open) drawer.close();
  });
}
