import type { DuckSoupEvent } from "../../player/api.ts";

/** One line of `window.ducksoupEvents`, for browser tests and developers. */
export interface RecordedEvent {
  t: number;
  kind: string;
  payload?: unknown;
}

/** Live objects of the browser are left out, because they become empty JSON. */
const LIVE: ReadonlySet<string> = new Set(["local-stream", "track"]);

export function recorded(event: DuckSoupEvent, t: number): RecordedEvent {
  if (event.payload === undefined || LIVE.has(event.kind)) return { t, kind: event.kind };
  return { t, kind: event.kind, payload: JSON.parse(JSON.stringify(event.payload)) as unknown };
}
