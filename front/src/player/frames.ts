/** One message from the server. */
export interface Frame {
  kind: string;
  payload?: unknown;
}

/** The protocol requires text as the payload of a client's frame, so objects are JSON inside JSON. */
export function encodeFrame(kind: string, payload?: unknown): string {
  if (payload === undefined) return JSON.stringify({ kind });
  return JSON.stringify({ kind, payload: asText(payload) });
}

/** Text stays the same; every other value becomes JSON. */
export function asText(payload: unknown): string {
  if (typeof payload === "string") return payload;
  if (typeof payload === "bigint") return payload.toString();
  try {
    return JSON.stringify(payload) ?? String(payload);
  } catch {
    return String(payload);
  }
}

/**
 * Returns `null` for text that is no frame. The payload of `offer` and `candidate` arrives as JSON text and is returned
 * parsed.
 */
export function decodeFrame(text: unknown): Frame | null {
  if (typeof text !== "string") return null;
  const frame = parse(text);
  if (!isRecord(frame) || typeof frame["kind"] !== "string") return null;
  const kind = frame["kind"];
  const raw = frame["payload"];
  if (kind === "offer" || kind === "candidate") {
    const inner = typeof raw === "string" ? parse(raw) : raw;
    return isRecord(inner) ? { kind, payload: inner } : null;
  }
  if (kind.startsWith("error-") || kind === "end") return { kind, payload: refusalOf(frame) };
  return raw === undefined || raw === null ? { kind } : { kind, payload: raw };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refusalOf(frame: Record<string, unknown>): unknown {
  const payload = frame["payload"];
  if (isRecord(payload)) return isRecord(payload["reason"]) ? payload["reason"] : payload;
  return isRecord(frame["reason"]) ? frame["reason"] : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
