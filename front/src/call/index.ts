export { run } from "./run.ts";
export type * from "./api.ts";
