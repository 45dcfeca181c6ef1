/** A short word at the lower edge, also for screen readers; it goes by itself and is never needed. */
let place;
let waiting;

export function announce(words) {
  if (!place) {
    place = document.createElement("p");
    place.className = "announcement";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  clearTimeout(waiting);
  // A region that has just come is not read out; one that changes is.
  setTimeout(() => (place.textContent = words), 50);
  waiting = setTimeout(() => (place.textContent = ""), 4000);
}
