import { clock, counted, listed } from "../shared/words.ts";

/** What the feed says of an interaction besides its media. `state` is `unknown` while the interaction does not answer. */
export interface Study {
  /** Where it lives, if this server is one of several. */
  server?: string;
  state: "waiting" | "running" | "ending" | "ended" | "aborted" | "unknown";
  /** Seconds until the end. */
  remaining?: number;
  size?: number;
  recordingMode?: string;
  participants?: Participant[];
  recording: Recording;
  incidentCount: number;
  /** The newest ones, oldest first. */
  incidents: Incident[];
}

export interface Participant {
  userId: string;
  presence: "present" | "unreachable" | "away" | "removed";
  connections: number;
  missing: string[];
  audioFx?: string;
  videoFx?: string;
  controls: Record<string, unknown>;
  /** Whether effects and values are left out, because a plan decides on them. */
  blind?: boolean;
}

export interface Recording {
  state: "not_begun" | "off" | "running" | "stalled" | "interrupted" | "failed" | "complete" | "incomplete";
  users: string[];
}

/** Members besides the first two are those of the log's line. */
export interface Incident {
  at: string;
  message: string;
  user?: string;
  type?: string;
  cause?: string;
  missing?: string;
  value?: string | number;
  unit?: string;
}

/** The colour of a text, which always says the same in words. */
export type Tone = "good" | "warn" | "bad" | "quiet";

export interface Told {
  text: string;
  tone: Tone;
}

const STATES: Record<Study["state"], string> = {
  waiting: "Waiting for participants",
  running: "Running",
  ending: "Running",
  ended: "Ended",
  aborted: "Aborted",
  unknown: "Does not answer",
};

/** Where the interaction is between its beginning and its end. */
export function progress(study: Study): string {
  const { state, remaining } = study;
  if (remaining === undefined || state === "ended" || state === "aborted") return `${STATES[state]}.`;
  return state === "waiting" ? `${STATES[state]}. It will last ${clock(remaining)}.` : `${STATES[state]}, ${clock(remaining)} left.`;
}

/** The server where it lives; nothing on a server that is alone. */
export function serverTold({ server }: Study): string {
  return server ? `On ${server}.` : "";
}

/** Whether it is recorded, and who is not. */
export function recordingTold({ recording, recordingMode, participants }: Study): Told {
  const mode = recordingMode ? ` (${recordingMode})` : "";
  const users = recording.users.length > 0 ? ` for ${listed(recording.users)}` : "";
  switch (recording.state) {
    case "not_begun":
      return { text: recordingMode === "none" ? "Will not be recorded." : `Recording begins with the start${mode}.`, tone: "quiet" };
    case "off":
      return { text: "Not recorded.", tone: "warn" };
    case "running":
      if (participants?.every(({ presence }) => presence === "away" || presence === "removed")) {
        return { text: "Nothing is recorded while nobody is there.", tone: "warn" };
      }
      return { text: `Recording${mode}.`, tone: "good" };
    case "stalled":
      return { text: `The disk or the recorder does not answer${users}: what comes waits in memory.`, tone: "warn" };
    case "interrupted":
      return { text: `Recording is interrupted${users}, and is tried again.`, tone: "bad" };
    case "failed":
      return { text: `Recording has failed${users}.`, tone: "bad" };
    case "complete":
      return { text: "Recorded; the files are complete.", tone: "good" };
    case "incomplete":
      return { text: "Recorded; some files are not complete.", tone: "bad" };
  }
}

/** The effects of a participant, and their present values. */
export function effectsTold(participant: Participant): string {
  if (participant.blind) return "a plan decides on the effects, which are not shown here";
  const effects = [effect("voice", participant.audioFx), effect("picture", participant.videoFx)].filter((text) => text !== "");
  const controls = Object.entries(participant.controls).map(([name, value]) => `${name} = ${String(value)}`);
  const now = controls.length > 0 ? `now ${controls.join(", ")}` : "";
  return [...effects, now].filter((text) => text !== "").join(" · ");
}

/** Whether a participant is there. */
export function presenceTold({ presence, connections, missing }: Participant, state: Study["state"]): Told {
  switch (presence) {
    case "away":
      return { text: "has left", tone: "bad" };
    case "removed":
      return { text: "was taken out", tone: "bad" };
    case "unreachable":
      return { text: "the page is not connected, media flows", tone: "warn" };
    case "present":
      if (state === "waiting" && missing.length > 0) return { text: `is here, without ${listed(missing)} yet`, tone: "warn" };
      return { text: connections > 1 ? `is here, came back ${connections === 2 ? "once" : `${connections - 1} times`}` : "is here", tone: "good" };
  }
}

function effect(of: string, text: string | undefined): string {
  return text ? `${of}: ${text}` : "";
}

/** How many participants are missing. */
export function missingSentence({ state, size, participants = [] }: Study): string {
  const missing = (size ?? 0) - participants.filter(({ presence }) => presence !== "removed").length;
  return state === "waiting" && missing > 0 ? `${counted(missing, "more participant")} must come.` : "";
}

const SENTENCES: Record<string, string> = {
  effect_lost: "effect lost",
  effect_restarted: "effect works again",
  effect_slow: "effect too slow",
  recording_failed: "recording failed",
  recording_stalled: "recording waits",
  recorder_lost: "recorder lost",
  recording_resumed: "recording goes on",
  websocket_lost: "page not connected",
  websocket_resumed: "page connected again",
  peer_server_ended: "left",
  media_missing: "did not arrive",
  operator_stop: "ended by the operator",
  operator_extend: "extended by the operator",
  operator_remove: "taken out by the operator",
  operator_message: "message of the operator",
  client_device_muted: "device delivers nothing",
  client_device_unmuted: "device delivers again",
  client_device_lost: "device lost",
  client_device_back: "device works again",
  client_page_hidden: "page in the background",
  client_page_shown: "page in front again",
};

const BAD: ReadonlySet<string> = new Set(["effect_lost", "effect_slow", "recording_failed", "recording_stalled", "recorder_lost", "media_missing", "client_device_lost"]);
const GOOD: ReadonlySet<string> = new Set(["effect_restarted", "recording_resumed", "websocket_resumed", "client_device_back", "client_device_unmuted", "client_page_shown"]);

/** One line of the list of incidents, with the time of day at this place. */
export function incidentTold({ at, message, user, type, cause, missing, value, unit }: Incident): Told {
  const time = new Date(at).toLocaleTimeString([], { hour12: false });
  const details = [missing, cause, value === undefined ? undefined : `${value}${unit ? ` ${unit}` : ""}`].filter((text) => text !== undefined);
  const what = `${SENTENCES[message] ?? message}${type ? `, ${type}` : ""}${details.length > 0 ? ` (${details.join(", ")})` : ""}`;
  const tone = BAD.has(message) ? "bad" : GOOD.has(message) ? "good" : "quiet";
  return { text: `${time} ${user ? `${user}: ` : ""}${what}`, tone };
}

/** So many incidents are shown. The log and the manifest have all. */
const SHOWN_INCIDENTS = 6;

/** The newest incidents, the newest first. */
export function newestIncidents({ incidents }: Study): Incident[] {
  return incidents.slice(-SHOWN_INCIDENTS).reverse();
}

/** The title of their list. */
export function incidentsTitle(study: Study): string {
  const { incidentCount } = study;
  if (incidentCount === 0) return "No incidents.";
  const shown = newestIncidents(study).length;
  return `${counted(incidentCount, "incident")}${shown < incidentCount ? `, the newest ${shown}` : ""}:`;
}
