import type { PeerOptions } from "../../player/api.ts";
import { DECIDED_BY_PLAN } from "../../player/options.ts";

const TEXTS = ["interactionName", "userId", "namespace", "videoFormat", "recordingMode", "audioFx", "videoFx", "token", "contentHint", "degradationPreference", "plan", "role", "trial"] as const;
const NUMBERS = ["size", "duration", "width", "height", "frameRate", "logLevel"] as const;
const FLAGS = ["audioOnly", "gpu", "overlay"] as const;
const OBJECTS = ["audio", "video", "rtcConfig"] as const;
const DEVICES = [["camera", "video"], ["microphone", "audio"]] as const;

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

/** All elements of the page that have a name. */
export function namedFields(): Fields {
  return [...document.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input[name], select[name]")];
}

/** Puts the page's query parameters into the fields of the same name. Returns whether to start at once. */
export function prefill(query: URLSearchParams, fields: Fields): boolean {
  for (const field of fields) {
    const value = query.get(field.name);
    if (value === null) continue;
    // A lab's own recorder is not in the list yet.
    if (field instanceof HTMLSelectElement && ![...field.options].some((option) => option.value === value)) {
      field.add(new Option(value));
    }
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = isYes(value);
    else field.value = value;
  }
  return isYes(query.get("autostart"));
}

/** The contents of the form, as a query that {@link prefill} understands. */
export function asQuery(form: FormData): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of form) if (typeof value === "string" && value !== "") query.set(name, value);
  return query;
}

/** Returns an option for each filled field, without those that a plan decides on. Throws a sentence for the researcher. */
export function peerOptions(form: FormData, pageUrl: string): PeerOptions {
  const options: Record<string, unknown> = { signalingUrl: signalingUrlFor(pageUrl) };
  for (const id of TEXTS) {
    const value = text(form, id);
    if (value !== "") options[id] = value;
  }
  for (const id of NUMBERS) if (form.has(id)) options[id] = Number(form.get(id));
  for (const id of FLAGS) if (isYes(text(form, id))) options[id] = true;
  if (text(form, "deviceLabels") === "false") options["deviceLabels"] = false;
  for (const id of OBJECTS) if (text(form, id) !== "") options[id] = object(id, text(form, id));
  for (const [id, option] of DEVICES) {
    // The participant chose this device, so no other one may be used.
    if (text(form, id) !== "") options[option] = { ...(options[option] as object), deviceId: { exact: text(form, id) } };
  }
  if (options["plan"] !== undefined || options["trial"] !== undefined) for (const key of DECIDED_BY_PLAN) delete options[key];
  return options as unknown as PeerOptions;
}

function text(form: FormData, id: string): string {
  return String(form.get(id) ?? "").trim();
}

function object(id: string, value: string): unknown {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Told below.
  }
  throw new Error(`${id} is ${value}; allowed: a JSON object such as {"key": "value"}.`);
}

function isYes(value: string | null): boolean {
  return value === "1" || value === "true";
}
