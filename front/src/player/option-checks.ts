import type { RefusalReason } from "./api.ts";

/** An option that the server would refuse. */
export class OptionError extends Error {
  readonly reason: RefusalReason;

  constructor(key: string, value: unknown, allowed: string, message = `${key} is ${shown(value)}; allowed: ${allowed}`) {
    super(message);
    this.name = "OptionError";
    this.reason = { key, value: printable(value), message };
  }

  /** An option that must not be there. What is secret to participants, as effects and conditions are, is not shown. */
  static without(key: string, rule: string, value: unknown = ""): OptionError {
    const isSecret = value === "" || key === "audioFx" || key === "videoFx";
    return new OptionError(key, isSecret ? "" : value, "none", `${key} is ${isSecret ? "given" : shown(value)}; ${rule}`);
  }
}

/**
 * Reads options one by one. A value that is merely odd causes a warning; a value that cannot work throws
 * {@link OptionError}.
 */
export class OptionReader {
  constructor(
    readonly options: Readonly<Record<string, unknown>>,
    private readonly warn: (message: string) => void,
  ) {}

  value(key: string): unknown {
    const value = this.options[key];
    return value === null ? undefined : value;
  }

  /** An empty text counts as none, because form fields contain it. */
  isGiven(key: string): boolean {
    const value = this.value(key);
    return value !== undefined && value !== "";
  }

  /** Between 1 and 200 bytes without control characters; a number is taken as its digits. */
  identity(key: string, fallback?: string): string {
    const value = this.value(key);
    const text = typeof value === "number" && Number.isFinite(value) ? String(value) : value;
    if (fallback !== undefined && (text === undefined || text === "")) return fallback;
    const allowed = "text of 1 to 200 bytes without control characters";
    if (typeof text !== "string" || text === "") throw new OptionError(key, value, allowed);
    if (/[\u0000-\u001f\u007f-\u009f]/.test(text)) throw new OptionError(key, value, allowed);
    if (new TextEncoder().encode(text.normalize("NFC")).length > 200) throw new OptionError(key, value, allowed);
    return text;
  }

  /** Digits in a text count as a number, because form fields and page addresses contain text. */
  wholeNumber(key: string, fallback: number, unit: string, min: number, max: number): number {
    const value = this.value(key);
    if (value === undefined || value === "") return fallback;
    const number = typeof value === "string" ? Number(value) : value;
    const allowed = `a whole number of ${unit} from ${min} to ${max}`;
    if (typeof number !== "number" || !Number.isInteger(number)) throw new OptionError(key, value, allowed);
    if (number < 1) {
      this.warn(`${key} is ${shown(value)}; allowed: ${allowed}. ${fallback} is used.`);
      return fallback;
    }
    if (number > max) this.warn(`${key} is ${shown(value)}; usually allowed: ${allowed}. The server may lower it.`);
    return number;
  }

  text(key: string, fallback: string): string {
    const value = this.value(key);
    if (value === undefined) return fallback;
    if (typeof value !== "string") throw new OptionError(key, value, "text");
    return value.trim() === "" ? fallback : value;
  }

  flag(key: string, fallback = false): boolean {
    const value = this.value(key);
    if (value === undefined) return fallback;
    if (typeof value !== "boolean") throw new OptionError(key, value, "true or false");
    return value;
  }

  /** One of a few texts, or none. */
  oneOf(key: string, allowed: readonly string[]): string | undefined {
    const value = this.value(key);
    if (value === undefined || value === "") return undefined;
    if (typeof value !== "string" || !allowed.includes(value)) throw new OptionError(key, value, allowed.map(shown).join(", "));
    return value;
  }

  /** A dictionary of the browser; `true` is taken as an empty one. */
  dictionary<T extends object>(key: string, hint: string): T {
    const value = this.value(key);
    if (value === undefined || value === true) return {} as T;
    if (typeof value !== "object" || Array.isArray(value)) throw new OptionError(key, value, hint);
    return value as T;
  }
}

/** The value as a researcher would write it in the page. */
export function shown(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "bigint" || typeof value === "function" || typeof value === "symbol") return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

function printable(value: unknown): unknown {
  return ["string", "number", "boolean"].includes(typeof value) ? value : shown(value);
}
