import type { DuckSoupEvent } from "../../player/api.ts";

/** One line of `window.ducksoupEvents`, which browser tests and the curious read. */
export interface RecordedEvent {
  t: number;
  kind: string;
  payload?: unknown;
}

/** Live objects of the browser stay out: they turn into empty JSON. */
const LIVE: ReadonlySet<string> = new Set(["local-stream", "track"]);

export function recorded(event: DuckSoupEvent, t: number): RecordedEvent {
  if (event.payload === undefined || LIVE.has(event.kind)) return { t, kind: event.kind };
  return { t, kind: event.kind, payload: JSON.parse(JSON.stringify(event.payload)) as unknown };
}
