import type { DuckSoupLibrary } from "../../player/api.ts";
import type { RecordedEvent } from "./event-record.ts";

declare global {
  interface Window {
    DuckSoup: DuckSoupLibrary;
    ducksoupEvents: RecordedEvent[];
  }
}
