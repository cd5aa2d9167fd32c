// What changed, for people who hear the page.

export function say(text) {
  const place = document.querySelector(".said");
  if (place) place.textContent = text;
}

export const token = () => document.querySelector("meta[name=csrf-token]").content;
