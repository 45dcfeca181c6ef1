/** Who reads along: names with links to their profiles, without the reader's own. */
export function showPeople(line, list, people, me) {
  const others = (people ?? []).filter(({ url }) => url !== me);
  line.hidden = others.length === 0;
  const links = others.map(({ name, url }) => {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = name;
    return link;
  });
  list.replaceChildren(...links.flatMap((link, at) => (at ? [", ", link] : [link])));
}
