export { run } from "./preflight.ts";
export type * from "./api.ts";
