import type { RefusalReason } from "../../player/api.ts";

/** The texts that participants read when the server refuses a join. */
const REFUSALS: Record<string, string> = {
  "error-join": "The server refused these options",
  "error-duplicate": "This user is in this interaction already",
  "error-full": "There is no room",
  "error-aborted": "Not everybody's camera and microphone reached the server in time",
  "error-peer-connection": "The server could not open the media connection",
};

/** `error-aborted` of a server that knows the call no more, because it was restarted or the call has ended meanwhile. */
const OVER = "This call is over";

/** A sentence for an `error-*` event, `undefined` for every other. */
export function refusalSentence(kind: string, reason: unknown): string | undefined {
  const { key, message } = (reason ?? {}) as RefusalReason;
  const refusal = kind === "error-aborted" && key === "interactionName" ? OVER : REFUSALS[kind];
  if (refusal === undefined) return undefined;
  return `${refusal}${message ? `: ${message.replace(/\.$/, "")}` : ""} (${kind}).`;
}
