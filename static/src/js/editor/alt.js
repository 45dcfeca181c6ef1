/** After a picture was added: what is to be seen on it, or that it is only decoration. */
import { replaceAside } from "./insert.js";

/** `picture` is what the server answered: { markdown, name, url }. */
export function askForAlt(row, field, picture, tidy) {
  const input = row.querySelector("input");
  const question = row.querySelector("[data-question]");
  question.textContent = question.dataset.question.replace("{name}", picture.name);
  const close = () => {
    const isHere = row.contains(document.activeElement);
    row.remove();
    tidy();
    if (isHere) field.focus();
  };
  const write = (words) => {
    const described = picture.markdown.replace(/^!\[[^\]]*\]/, () => `![${words.replace(/[[\]\\\n]/g, " ").trim()}]`);
    const at = field.value.indexOf(picture.markdown);
    if (at >= 0) replaceAside(field, at, at + picture.markdown.length, described);
    close();
  };
  row.querySelector("[data-describe]").addEventListener("click", () => write(input.value));
  row.querySelector("[data-decoration]").addEventListener("click", () => write(""));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter") write(input.value);
    else return;
    event.preventDefault();
  });
}
