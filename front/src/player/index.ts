import type { DuckSoupLibrary, DuckSoupPlayer } from "./api.ts";
import { browserPlatform } from "./platform.ts";
import { renderOn } from "./render.ts";

export type * from "./api.ts";

/** Joins an interaction and shows it on your page; see {@link DuckSoupLibrary.render}. */
export const render: DuckSoupLibrary["render"] = (...args: unknown[]): Promise<DuckSoupPlayer> =>
  renderOn(browserPlatform(), args);

/** The same object as `window.DuckSoup` of the classic script. */
export const DuckSoup: DuckSoupLibrary = Object.freeze({ render });

export default DuckSoup;
