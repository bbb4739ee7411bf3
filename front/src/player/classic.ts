import { DuckSoup } from "./index.ts";

// A property of the window rather than a top-level declaration: a class or const there is visible as `DuckSoup` but not as
// `window.DuckSoup`, and pages use both.
(window as unknown as Record<string, unknown>)["DuckSoup"] = DuckSoup;
