/**
 * Files dropped on the text, pasted into it, or chosen: sent one after the other, with a place
 * holder in the text meanwhile. Contract: templates/components/editor_files.html.
 */
import { askForAlt } from "./alt.js";
import { replace, replaceAside, toEndUnlessUsed } from "./insert.js";

export class Uploads {
  constructor(element, form, field) {
    this.url = element.dataset.uploadUrl;
    this.channel = element.dataset.channel;
    this.form = form;
    this.field = field;
    this.part = element.querySelector("[data-uploads]");
    this.list = this.part.querySelector("[data-upload-list]");
    this.status = this.part.querySelector("[data-upload-status]");
    this.hint = element.querySelector("[data-drop-hint]");
    this.surface = element.querySelector(".editor__surface");
    this.queue = Promise.resolve();
    this.waiting = 0;
    this.input = this.part.querySelector("[data-choose]");
    this.input.addEventListener("change", () => {
      this.add([...this.input.files]);
      this.input.value = "";
    });
    this.surface.append(this.hint);
    this.surface.addEventListener("dragenter", (event) => this.over(event));
    this.surface.addEventListener("dragover", (event) => this.over(event));
    this.surface.addEventListener("dragleave", (event) => this.surface.contains(event.relatedTarget) || this.veil(false));
    this.surface.addEventListener("drop", (event) => this.drop(event));
    field.addEventListener("paste", (event) => this.paste(event));
    form.addEventListener("submit", (event) => this.hold(event), true);
  }

  choose() {
    this.input.click();
  }

  over(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    this.veil(true);
  }

  veil(isShown) {
    this.hint.hidden = !isShown;
  }

  drop(event) {
    this.veil(false);
    const files = [...event.dataTransfer.files];
    if (!files.length) return;
    event.preventDefault();
    this.add(files);
  }

  paste(event) {
    const files = [...event.clipboardData.files];
    // A table copied from a spreadsheet comes as text and as a picture of it: the text is meant.
    if (!files.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    this.add(files);
  }

  /** Publishing waits for what is on its way, or the text would hold a place holder for ever. */
  hold(event) {
    if (!this.waiting || !(event.submitter?.value.startsWith("publish") ?? true)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.list.querySelector("button")?.focus();
  }

  add(files) {
    for (const file of files) {
      const job = this.prepare(file);
      this.queue = this.queue.then(() => this.send(job));
    }
  }

  prepare(file) {
    const row = this.row("[data-upload-row]");
    row.querySelector("[data-name]").textContent = file.name;
    const progress = row.querySelector("progress");
    progress.setAttribute("aria-label", file.name);
    const mark = `![${this.list.dataset.placeholder.replace("{name}", `${plain(file.name)} (${(this.count = (this.count ?? 0) + 1)})`)} …]()`;
    toEndUnlessUsed(this.field);
    const { selectionStart: at, selectionEnd, value } = this.field;
    const before = at > 0 && value[at - 1] !== "\n" ? "\n" : "";
    const after = /^(\n|$)/.test(value.slice(selectionEnd)) ? "\n" : "\n\n";
    replace(this.field, at, selectionEnd, before + mark + after);
    const job = { file, row, progress, mark };
    this.waiting += 1;
    row.querySelector("[data-cancel]").addEventListener("click", () => this.cancel(job));
    return job;
  }

  cancel(job) {
    job.isCancelled = true;
    job.request?.abort();
    this.settle(job, "");
    this.field.focus();
  }

  send(job) {
    if (job.isCancelled) return Promise.resolve();
    const fields = new FormData();
    fields.append("csrf_token", this.form.elements.namedItem("csrf_token").value);
    if (this.channel) fields.append("channel", this.channel);
    const licence = this.form.elements.namedItem("attachment_licence")?.value;
    if (licence) fields.append("licence", licence);
    fields.append("file", job.file, job.file.name);
    return new Promise((done) => {
      const request = (job.request = new XMLHttpRequest());
      request.open("POST", this.url);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", ({ loaded, total }) => (job.progress.value = total ? (100 * loaded) / total : 0));
      request.addEventListener("load", () => this.arrive(job, request));
      request.addEventListener("error", () => this.fail(job));
      request.addEventListener("loadend", done);
      request.send(fields);
    });
  }

  arrive(job, { status, response }) {
    if (status !== 201) return this.fail(job, response?.error);
    this.settle(job, response.markdown);
    this.status.textContent = this.status.dataset.done.replace("{name}", response.name);
    if (response.is_picture) askForAlt(this.row("[data-alt-row]"), this.field, response, () => this.tidy());
  }

  fail(job, sentence) {
    this.settle(job, "");
    const row = this.row("[data-upload-error]");
    row.querySelector("[data-message]").textContent = sentence ?? this.list.dataset.failed.replace("{name}", job.file.name);
    row.querySelector("[data-close]").addEventListener("click", () => {
      row.remove();
      this.tidy();
      this.field.focus();
    });
  }

  /** Put `words` where the place holder stands; with nothing, its whole line goes. */
  settle(job, words) {
    job.row.remove();
    this.waiting -= 1;
    const at = this.field.value.indexOf(job.mark);
    const end = at + job.mark.length;
    if (at >= 0) replaceAside(this.field, at, !words && this.field.value[end] === "\n" ? end + 1 : end, words);
    this.tidy();
  }

  row(template) {
    const row = this.part.querySelector(`template${template}`).content.firstElementChild.cloneNode(true);
    this.list.append(row);
    this.list.hidden = false;
    return row;
  }

  tidy() {
    this.list.hidden = !this.list.children.length;
  }
}

/** A name that cannot end the brackets it stands in. */
const plain = (name) => name.replace(/[[\]\\\n]/g, " ");
