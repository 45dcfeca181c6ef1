/** Names in a line of people: completed after "@", as in a message. Contract: templates/conversations/new.html. */
import { Completion } from "./editor/completion.js";

export function startPeopleFields() {
  for (const element of document.querySelectorAll("[data-people-field]")) {
    new Completion(element, element.querySelector("input[type=text]"));
  }
}
