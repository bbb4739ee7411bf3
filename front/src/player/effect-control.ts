import { shown } from "./option-checks.ts";
import { asText } from "./frames.ts";

const POLY_KINDS: readonly string[] = ["float", "double", "int", "uint64", "string"];
const LONGEST_MS = 5_000;

/** Payload of `client_control`; throws a sentence for the researcher. */
export function controlPayload(
  name: unknown, property: unknown, value: unknown, duration?: unknown, userId?: unknown,
): Record<string, unknown> {
  requireText("controlFx", "name", name);
  requireText("controlFx", "property", property);
  // Sliders and text fields return their number as text.
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) {
    throw new TypeError(`controlFx: value is ${shown(value)}; allowed: a number`);
  }
  const payload: Record<string, unknown> = { name, property, value: number };
  if (duration !== undefined && duration !== null) {
    const ms = Number(duration);
    if (!Number.isFinite(ms) || ms < 0) {
      throw new TypeError(`controlFx: duration is ${shown(duration)}; allowed: milliseconds from 0 to ${LONGEST_MS}`);
    }
    payload["duration"] = Math.min(Math.round(ms), LONGEST_MS);
  }
  if (typeof userId === "string" && userId !== "") payload["userId"] = userId;
  return payload;
}

/** Payload of `client_polycontrol`; throws a sentence for the researcher. */
export function polyControlPayload(name: unknown, property: unknown, kind: unknown, value: unknown): Record<string, unknown> {
  requireText("polyControlFx", "name", name);
  requireText("polyControlFx", "property", property);
  if (typeof kind !== "string" || !POLY_KINDS.includes(kind)) {
    throw new TypeError(`polyControlFx: kind is ${shown(kind)}; allowed: ${POLY_KINDS.join(", ")}`);
  }
  if (value === undefined || value === null) {
    throw new TypeError(`polyControlFx: value is ${shown(value)}; allowed: a number or text`);
  }
  return { name, property, kind, value: asText(value) };
}

function requireText(method: string, parameter: string, value: unknown): void {
  if (typeof value !== "string" || value === "") {
    throw new TypeError(`${method}: ${parameter} is ${shown(value)}; allowed: text, as in audioFx: "pitch pitch=0.8 name=fx"`);
  }
}
