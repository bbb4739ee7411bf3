import { counted, listed } from "../shared/words.ts";

/** Where the participants who are missing are opened. */
export interface Invitation {
  userId: string;
  url: string;
}

/** The most participants of an interaction. */
const MOST = 8;

/**
 * One address for each participant who is missing, with the options of this page. They join at once.
 *
 * @param query of this page's form
 * @param taken the user names that are in use, this page's first
 * @param size of the interaction
 */
export function invitations(query: URLSearchParams, taken: readonly string[], size: number): Invitation[] {
  const missing = Math.max(0, Math.min(size, MOST) - taken.length);
  const names = new Set(taken);
  const own = taken[0] ?? "user";
  const made: Invitation[] = [];
  for (let number = 2; made.length < missing; number++) {
    const userId = `${own}-${number}`;
    if (!names.has(userId)) made.push({ userId, url: invitation(query, userId) });
  }
  return made;
}

function invitation(query: URLSearchParams, userId: string): string {
  const own = new URLSearchParams(query);
  // A token is valid for one participant only, and devices are chosen on each page.
  for (const key of ["token", "camera", "microphone"]) own.delete(key);
  own.set("userId", userId);
  own.set("autostart", "1");
  return `?${own}`;
}

/** The label of the button that opens the others. */
export function openLabel(missing: number): string {
  return missing === 1 ? "Open the other participant" : `Open the ${missing} other participants`;
}

/** The sentence while the interaction waits. */
export function waitingSentence(others: readonly string[], size: number): string {
  const missing = Math.max(0, size - 1 - others.length);
  const here = others.length > 0 ? ` Here: ${listed(others)}.` : "";
  if (missing === 0) return `Joined.${here} Waiting for everybody's camera and microphone to reach the server…`;
  return `Joined.${here} Waiting for ${missing === 1 ? "one more participant" : counted(missing, "more participant")}…`;
}

/** The sentence while it runs. */
export function runningSentence(others: readonly string[]): string {
  return others.length > 0 ? `Running, with ${listed(others)}.` : "Running.";
}

/** What became of the windows that the button should open. */
export function openedSentence(opened: number, wanted: number): string {
  if (opened === wanted) return `${counted(opened, "window")} opened.`;
  return `The browser opened ${opened} of ${counted(wanted, "window")}. Allow pop-ups for this page, or use the link below.`;
}
