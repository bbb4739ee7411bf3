import type { RefusalReason } from "../../player/api.ts";

/** The texts that participants read when the server refuses a join. */
const REFUSALS: Record<string, string> = {
  "error-join": "The server refused these options",
  "error-duplicate": "This user is in this interaction already",
  "error-full": "There is no room",
  "error-aborted": "Not everybody's camera and microphone reached the server in time",
  "error-peer-connection": "The server could not open the media connection",
};

/** A sentence for an `error-*` event, `undefined` for every other. */
export function refusalSentence(kind: string, reason: unknown): string | undefined {
  const refusal = REFUSALS[kind];
  if (refusal === undefined) return undefined;
  const { message } = (reason ?? {}) as RefusalReason;
  return `${refusal}${message ? `: ${message.replace(/\.$/, "")}` : ""} (${kind}).`;
}
