import type { CallReport } from "../call/api.ts";
import type { PeerOptions } from "../player/api.ts";

const WAITED_MS = 2_000;

/** The report of a call that was completed, for tests of an experiment without a server. */
export function simulated({ interactionName, userId, duration = 30 }: PeerOptions): CallReport {
  const planned = duration * 1000;
  const end = WAITED_MS + planned;
  return {
    kind: "ducksoup-call", version: 1, reason: "completed", event: "end", cause: "", message: "",
    interactionName: String(interactionName), userId: String(userId), files: [],
    planned, waited: WAITED_MS, talked: planned, reconnections: 0, absences: 0, deviceFailures: 0,
    events: [
      { t: 0, kind: "local-stream" },
      { t: 0, kind: "joined", detail: "new-interaction" },
      { t: WAITED_MS, kind: "start", detail: String(duration) },
      { t: end, kind: "files" },
      { t: end, kind: "end" },
    ],
  };
}
