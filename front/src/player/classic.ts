import { DuckSoup } from "./index.ts";

// This is a property of the window and no top-level declaration. A top-level class or const would be visible as
// `DuckSoup` but not as `window.DuckSoup`, and pages use both.
(window as unknown as Record<string, unknown>)["DuckSoup"] = DuckSoup;
