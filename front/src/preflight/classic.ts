import type { PreflightLibrary } from "./api.ts";
import { run } from "./preflight.ts";

const DuckSoupPreflight: PreflightLibrary = Object.freeze({ run });

(window as unknown as Record<string, unknown>)["DuckSoupPreflight"] = DuckSoupPreflight;
