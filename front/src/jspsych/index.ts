export { default } from "./plugin.ts";
export type { DuckSoupTrialData } from "./plugin.ts";
