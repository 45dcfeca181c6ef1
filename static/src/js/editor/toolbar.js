/** The row of buttons (the toolbar of the ARIA practices: one stop, arrows within) and their keys. */
import { formats } from "./formats.js";

const DIGITS = { Digit7: "7", Digit8: "8", Digit9: "9" };
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

export class Toolbar {
  /** `chooseFiles` opens the choice of files, where files can be added. */
  constructor(element, field, chooseFiles) {
    this.field = field;
    this.chooseFiles = chooseFiles;
    this.buttons = [...element.querySelectorAll("[data-format]")];
    this.keys = new Map(this.buttons.map((button) => [button.getAttribute("aria-keyshortcuts"), button]));
    element.hidden = false;
    this.buttons[0].tabIndex = 0;
    if (isMac) this.nameMacKeys();
    // A press of the pointer must not take the selection out of the text.
    element.addEventListener("pointerdown", (event) => event.preventDefault());
    element.addEventListener("mousedown", (event) => event.preventDefault());
    element.addEventListener("click", (event) => this.use(event.target.closest("[data-format]")));
    element.addEventListener("keydown", (event) => this.move(event));
    field.addEventListener("keydown", (event) => this.press(event));
  }

  nameMacKeys() {
    for (const button of this.buttons) {
      const keys = button.getAttribute("aria-keyshortcuts");
      if (!keys) continue;
      button.setAttribute("aria-keyshortcuts", keys.replace("Control", "Meta"));
      button.title = button.title.replace(/\(.*\)$/, `(${keys.replace("Control+", "⌘").replace("Shift+", "⇧")})`);
    }
  }

  use(button) {
    if (!button) return;
    if (button.dataset.format === "files") this.chooseFiles();
    else formats[button.dataset.format](this.field, button.dataset.text ?? "");
  }

  move(event) {
    const at = this.buttons.indexOf(event.target);
    const last = this.buttons.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    this.buttons[at].tabIndex = -1;
    this.buttons[to].tabIndex = 0;
    this.buttons[to].focus();
  }

  press(event) {
    if (!(isMac ? event.metaKey : event.ctrlKey) || event.altKey || event.isComposing) return;
    // The digit and not the sign: with Shift, every keyboard has another one there.
    const key = event.shiftKey ? DIGITS[event.code] : event.key.toUpperCase();
    const button = key && this.keys.get(`Control+${event.shiftKey ? "Shift+" : ""}${key}`);
    if (!button) return;
    event.preventDefault();
    this.use(button);
  }
}
