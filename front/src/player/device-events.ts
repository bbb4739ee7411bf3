import type { DeviceChange, DeviceReason } from "./api.ts";

export type DeviceEventKind = "device-muted" | "device-unmuted" | "device-lost" | "device-back";

/** One event of a device, for the page and for the server. */
export interface DeviceEvent {
  kind: DeviceEventKind;
  payload: DeviceChange;
  /** When it began, in ms of {@link Platform.now}. */
  since: number;
}

/** The sentences that a participant can read, by kind of event and reason. `%` is the name of the device. */
const SENTENCES: Readonly<Record<DeviceReason, string>> = {
  muted: "The % is muted. A switch on the device, the system, or another program such as a phone call may have done that.",
  "no-frames": "The % delivers nothing. Is it covered, or does another program use it?",
  unmuted: "The % delivers again.",
  frames: "The % delivers again.",
  revoked: "Access to the % was withdrawn. Please allow it again for this site in the browser's settings.",
  unplugged: "The % was unplugged. Please plug it in again.",
  stopped: "The % stopped.",
  "not-reopened": "The % could not be opened again. Please reload the page.",
  reopened: "The % works again.",
};

export function deviceChange(kind: "audio" | "video", reason: DeviceReason): DeviceChange {
  return { kind, reason, message: SENTENCES[reason].replace("%", kind === "video" ? "camera" : "microphone") };
}
