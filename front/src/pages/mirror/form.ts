import type { PeerOptions } from "../../player/api.ts";

const TEXTS = ["interactionName", "userId", "namespace", "videoFormat", "recordingMode", "audioFx", "videoFx"] as const;
const NUMBERS = ["duration", "width", "height", "frameRate"] as const;
const EFFECT = ["fxName", "fxProperty", "fxValue", "fxDuration"] as const;

/** The page is at `<prefix>/test/mirror/`, the socket at `<prefix>/ws`. */
export function signalingUrlFor(pageUrl: string): string {
  const url = new URL("../../ws", pageUrl);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

export function randomName(prefix: string): string {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `${prefix}-${number.toString(36)}`;
}

/** Puts the page's query parameters into the fields of the same name; returns whether to start at once. */
export function prefill(query: URLSearchParams, field: (id: string) => HTMLInputElement | HTMLSelectElement): boolean {
  for (const id of [...TEXTS, ...NUMBERS, ...EFFECT]) {
    const value = query.get(id);
    if (value === null) continue;
    const target = field(id);
    // A recorder of the lab's own is not in the list yet.
    if (target instanceof HTMLSelectElement && ![...target.options].some((option) => option.value === value)) {
      target.add(new Option(value));
    }
    target.value = value;
  }
  return ["1", "true"].includes(query.get("autostart") ?? "");
}

export function peerOptions(form: FormData, pageUrl: string): PeerOptions {
  const options: Record<string, unknown> = { signalingUrl: signalingUrlFor(pageUrl), size: 1, logLevel: 2 };
  for (const id of TEXTS) {
    const value = String(form.get(id) ?? "").trim();
    if (value !== "") options[id] = value;
  }
  for (const id of NUMBERS) options[id] = Number(form.get(id));
  return options as unknown as PeerOptions;
}
