import { bounded } from "./bounded-text.ts";

type Plain = string | number | boolean;

/** What a track is captured with. */
export interface TrackSettings {
  type: "audio" | "video";
  label?: string;
  settings: Record<string, Plain>;
}

/** They identify a participant's device to this site for years, and say nothing about the recording. */
const LEFT_OUT: ReadonlySet<string> = new Set(["deviceId", "groupId"]);
const MAX_SETTINGS = 40;

/** The settings that the browser really uses, which may differ from those asked for. */
export function settingsOf(track: MediaStreamTrack, withLabel: boolean): TrackSettings {
  const settings: Record<string, Plain> = {};
  const all = Object.entries((track.getSettings?.() ?? {}) as Record<string, unknown>);
  for (const [name, value] of all.filter(([, value]) => isPlain(value)).slice(0, MAX_SETTINGS)) {
    if (!LEFT_OUT.has(name)) settings[name] = typeof value === "string" ? bounded(value) : (value as Plain);
  }
  const type = track.kind === "video" ? "video" : "audio";
  return withLabel && track.label ? { type, label: bounded(track.label), settings } : { type, settings };
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
}
