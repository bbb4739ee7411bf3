/** A character of UTF-8 has up to four bytes, and the server takes 200. */
const MAX_CHARACTERS = 50;

/** A text of the system, as the server takes it: short, and without control characters. Whole characters are cut off. */
export function bounded(text: string, max = MAX_CHARACTERS): string {
  return [...text.replace(/\p{C}/gu, " ")].slice(0, max).join("");
}
