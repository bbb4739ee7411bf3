import { shown } from "./option-checks.ts";

const LONGEST_NAME = 100;
const LONGEST_DATA = 1_000;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
/** Lines and tabs are allowed. */
const CONTROL_IN_LINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** Payload of `mark`; throws a sentence for the researcher. */
export function markPayload(name: unknown, data?: unknown): Record<string, unknown> {
  if (typeof name !== "string" || name === "" || name.length > LONGEST_NAME || CONTROL.test(name)) {
    throw new TypeError(`mark: name is ${shown(name)}; allowed: text of 1 to ${LONGEST_NAME} characters without control characters`);
  }
  if (data === undefined || data === null || data === "") return { name };
  const text = typeof data === "string" ? data : json(data);
  if (text === undefined || text.length > LONGEST_DATA || CONTROL_IN_LINES.test(text)) {
    throw new TypeError(
      `mark: data is ${shown(data)}; allowed: none, or text, a number, true, false, a list or an object, of at most ` +
        `${LONGEST_DATA} characters without control characters`,
    );
  }
  return { name, data: text };
}

/** Nothing for what JSON cannot say. */
function json(data: unknown): string | undefined {
  if (typeof data === "number" && !Number.isFinite(data)) return undefined;
  try {
    return JSON.stringify(data);
  } catch {
    return undefined;
  }
}
