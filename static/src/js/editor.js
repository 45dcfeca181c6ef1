/**
 * The editor: tabs for writing and preview, a toolbar, completion, files, drafts, Ctrl + Enter.
 * Contract: templates/components/editor.html; the parts are in editor/.
 */
import { Completion } from "./editor/completion.js";
import { Drafts } from "./editor/drafts.js";
import { linkPasted } from "./editor/formats.js";
import { startKept } from "./editor/kept.js";
import { continueList } from "./editor/lists.js";
import { Toolbar } from "./editor/toolbar.js";
import { Uploads } from "./editor/uploads.js";

export function startEditors() {
  startKept();
  for (const element of document.querySelectorAll("[data-editor]")) new Editor(element);
}

class Editor {
  constructor(element) {
    this.element = element;
    this.form = element.closest("form");
    this.text = element.querySelector("textarea");
    this.tabs = [...element.querySelectorAll("[role=tab]")];
    this.preview = element.querySelector("[data-preview]");

    for (const hint of element.querySelectorAll("[data-with-script]")) hint.hidden = false;
    if (element.dataset.previewUrl) this.startTabs();
    // First of all: while a list of names is open, Enter and the arrows belong to it.
    if (element.dataset.peopleUrl) new Completion(element, this.text);
    this.text.addEventListener("keydown", (event) => this.press(event));
    this.text.addEventListener("paste", (event) => linkPasted(this.text, event));
    const uploads = element.dataset.uploadUrl ? new Uploads(element, this.form, this.text) : null;
    new Toolbar(element.querySelector("[data-toolbar]"), this.text, () => uploads.choose());
    new Drafts(element, this.form, this.text);
  }

  startTabs() {
    this.tabs[0].parentElement.hidden = false;
    this.tabs[0].parentElement.setAttribute("aria-label", this.form.querySelector(`label[for="${this.text.id}"]`).textContent);
    for (const spare of this.element.querySelectorAll("[data-without-script]")) spare.hidden = true;
    this.writing = this.element.querySelector("[data-write]");
    for (const panel of [this.writing, this.preview]) panel.setAttribute("role", "tabpanel");
    this.writing.setAttribute("aria-labelledby", this.tabs[0].id);
    this.preview.setAttribute("aria-labelledby", this.tabs[1].id);
    this.tabs.forEach((tab, index) => {
      tab.addEventListener("click", () => this.show(index));
      tab.addEventListener("keydown", (event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        this.show(1 - index);
        this.tabs[1 - index].focus();
      });
    });
  }

  show(index) {
    this.tabs.forEach((tab, position) => {
      tab.setAttribute("aria-selected", String(position === index));
      tab.tabIndex = position === index ? 0 : -1;
    });
    this.writing.hidden = index === 1;
    this.preview.hidden = index === 0;
    if (index === 1) this.loadPreview();
  }

  async loadPreview() {
    const { previewUrl, nothing, failed } = this.element.dataset;
    if (!this.text.value.trim()) {
      this.preview.textContent = nothing;
      return;
    }
    this.preview.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(previewUrl, { method: "POST", body: new FormData(this.form) });
      if (!answer.ok) throw new Error(String(answer.status));
      // Cleaned by the server in the same way as a published post.
      this.preview.innerHTML = await answer.text();
    } catch {
      this.preview.textContent = failed;
    }
    this.preview.removeAttribute("aria-busy");
  }

  press(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return continueList(this.text, event);
    event.preventDefault();
    this.form.requestSubmit(this.element.querySelector("[data-publish]"));
  }
}
