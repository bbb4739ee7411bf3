import type { CallLibrary } from "./api.ts";
import { run } from "./run.ts";

const DuckSoupCall: CallLibrary = Object.freeze({ run });

(window as unknown as Record<string, unknown>)["DuckSoupCall"] = DuckSoupCall;
