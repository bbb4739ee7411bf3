import type { PeerOptions } from "../../player/api.ts";

const TEXTS = ["interactionName", "userId", "namespace", "videoFormat", "recordingMode", "audioFx", "videoFx"] as const;
const NUMBERS = ["size", "duration", "width", "height", "frameRate"] as const;

type Fields = ReadonlyArray<HTMLInputElement | HTMLSelectElement>;

/** The pages are at `<prefix>/test/<name>/`, the socket at `<prefix>/ws`. */
export function signalingUrlFor(pageUrl: string): string {
  const url = new URL("../../ws", pageUrl);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

export function randomName(prefix: string): string {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `${prefix}-${number.toString(36)}`;
}

/** Everything in the page that has a name. */
export function namedFields(): Fields {
  return [...document.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input[name], select[name]")];
}

/** Puts the page's query parameters into the fields of the same name; returns whether to start at once. */
export function prefill(query: URLSearchParams, fields: Fields): boolean {
  for (const field of fields) {
    const value = query.get(field.name);
    if (value === null) continue;
    // A recorder of the lab's own is not in the list yet.
    if (field instanceof HTMLSelectElement && ![...field.options].some((option) => option.value === value)) {
      field.add(new Option(value));
    }
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = isYes(value);
    else field.value = value;
  }
  return isYes(query.get("autostart"));
}

/** What is in the form, as a query that {@link prefill} understands. */
export function asQuery(form: FormData): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of form) if (typeof value === "string" && value !== "") query.set(name, value);
  return query;
}

/** Only what is in the form becomes an option; logs are sent at their highest level. */
export function peerOptions(form: FormData, pageUrl: string): PeerOptions {
  const options: Record<string, unknown> = { signalingUrl: signalingUrlFor(pageUrl), logLevel: 2 };
  for (const id of TEXTS) {
    const value = String(form.get(id) ?? "").trim();
    if (value !== "") options[id] = value;
  }
  for (const id of NUMBERS) if (form.has(id)) options[id] = Number(form.get(id));
  if (isYes(String(form.get("audioOnly") ?? ""))) options["audioOnly"] = true;
  return options as unknown as PeerOptions;
}

function isYes(value: string | null): boolean {
  return value === "1" || value === "true";
}
