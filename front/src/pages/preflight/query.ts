import type { PeerOptions } from "../../player/api.ts";

const TEXTS = ["userId", "namespace", "interactionName", "videoFormat", "token"] as const;
const NUMBERS = ["width", "height", "frameRate"] as const;

/** The parts of the experiment's call that the address of the page may contain. */
export function optionsFromQuery(query: URLSearchParams): Partial<PeerOptions> {
  const options: Record<string, unknown> = {};
  for (const key of TEXTS) if (query.get(key)) options[key] = query.get(key);
  for (const key of NUMBERS) if (query.get(key)) options[key] = Number(query.get(key));
  if (query.get("audioOnly") === "true" || query.get("audioOnly") === "1") options["audioOnly"] = true;
  return options;
}

/** The origin of the page that gets the result: `?origin=`, or else this server. */
export function receiver(query: URLSearchParams, own: string): string {
  const given = query.get("origin");
  if (given === null) return own;
  try {
    const { origin } = new URL(given);
    return origin === "null" ? own : origin;
  } catch {
    return own;
  }
}
