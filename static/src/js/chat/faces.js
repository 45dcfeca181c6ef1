/** The picture of a person, or the initials: as templates/components/avatar.html makes it. */
const TONES = 8;

export function faceOf({ id, name, picture }) {
  if (picture) {
    const image = document.createElement("img");
    Object.assign(image, { className: "avatar avatar--medium", src: picture, alt: "", width: 40, height: 40, decoding: "async" });
    return image;
  }
  const face = document.createElement("span");
  face.className = `avatar avatar--medium avatar--tone-${crc32(id) % TONES}`;
  face.setAttribute("aria-hidden", "true");
  face.textContent = initials(name);
  return face;
}

function initials(name) {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  if (!words.length) return "?";
  const letters = words.length === 1 ? [words[0]] : [words[0], words.at(-1)];
  return letters.map((word) => [...word][0]).join("").toUpperCase();
}

/** The same colour as the server chooses. */
function crc32(text) {
  let sum = ~0;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
