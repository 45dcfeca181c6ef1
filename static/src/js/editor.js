/**
 * The editor: tabs for writing and preview, drafts saved while one writes, Ctrl + Enter, and a
 * question before unsaved words are left. Contract: templates/components/editor.html.
 */
const DRAFT_AFTER = 3000;
const RETRY_AFTER = 15000;

export function startEditors() {
  for (const element of document.querySelectorAll("[data-editor]")) new Editor(element);
}

class Editor {
  constructor(element) {
    this.element = element;
    this.form = element.closest("form");
    this.text = element.querySelector("textarea");
    this.stored = this.text.value;
    this.tabs = [...element.querySelectorAll("[role=tab]")];
    this.preview = element.querySelector("[data-preview]");
    this.state = element.querySelector("[data-state]");
    this.isLeaving = false;

    for (const hint of element.querySelectorAll("[data-with-script]")) hint.hidden = false;
    if (element.dataset.previewUrl) this.startTabs();
    this.text.addEventListener("input", () => this.changed());
    this.text.addEventListener("keydown", (event) => this.sendByKey(event));
    this.form.addEventListener("submit", () => (this.isLeaving = true));
    window.addEventListener("pageshow", () => (this.isLeaving = false));
    window.addEventListener("beforeunload", (event) => this.warn(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.saveDraft());
  }

  get isDirty() {
    return this.text.value !== this.stored;
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

  changed() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.saveDraft(), DRAFT_AFTER);
  }

  async saveDraft() {
    const { draftUrl, saved, unsaved } = this.element.dataset;
    if (!draftUrl || !this.isDirty || this.isLeaving) return;
    clearTimeout(this.waiting);
    const sent = this.text.value;
    try {
      const answer = await fetch(draftUrl, { method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" }, keepalive: sent.length < 30000 });
      if (!answer.ok) throw new Error(String(answer.status));
      this.stored = sent;
      const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date());
      this.state.textContent = saved.replace("{time}", time);
    } catch {
      this.state.textContent = unsaved;
      this.waiting = setTimeout(() => this.saveDraft(), RETRY_AFTER);
    }
  }

  sendByKey(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.form.requestSubmit(this.element.querySelector("[data-publish]"));
  }

  warn(event) {
    if (this.isDirty && !this.isLeaving) event.preventDefault();
  }
}
