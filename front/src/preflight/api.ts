import type { PeerOptions } from "../player/api.ts";

/** `unknown`: it could not be measured, and {@link Check.text} says why. */
export type Verdict = "pass" | "warn" | "fail" | "unknown";

export type CheckName =
  | "server" | "camera" | "microphone" | "noise" | "echo" | "uplink" | "loss" | "jitter" | "roundTrip" | "encoder";

/** One thing that was looked at. */
export interface Check {
  name: CheckName;
  verdict: Verdict;
  /** What was measured, in `unit`. Absent where there is no single number. */
  value?: number;
  unit?: string;
  /** For the participant: what it means, and what can be done. */
  text: string;
}

/** All that was measured. What is absent could not be. */
export interface Figures {
  camera?: { width: number; height: number; framesPerSecond: number; brightness: number };
  /** Levels in dB below full scale; `clipped` is the share of moments at full scale. */
  microphone?: { speech: number; noise: number; clipped: number };
  /** `level` in dB against the sound that was played, `delay` in ms; of the loudest copy that came back. */
  echo?: { heard: boolean; correlation: number; level: number; delay: number };
  network?: {
    /** kbit/s: sent in fact at best, and what the browser believes it could send (at most the player's own limit). */
    sent: number;
    target?: number;
    /** Shares of packets, 0 to 1. */
    lossUp?: number;
    lossDown: number;
    /** Milliseconds. */
    jitter: number;
    roundTrip?: number;
  };
  /** `time` in ms for each frame; `limitedBy` as in `qualityLimitationReason` of W3C's statistics. */
  encoder?: { time: number; framesPerSecond: number; limitedBy: string };
}

export interface PreflightReport {
  kind: "ducksoup-preflight";
  version: 1;
  /** The worst of the checks; something that could not be measured is a `warn`. */
  verdict: "pass" | "warn" | "fail";
  /** When it was finished, ISO 8601. */
  time: string;
  interactionName: string;
  userId: string;
  checks: Check[];
  figures: Figures;
}

/** What goes on: `phase` for scripts, `sentence` for the participant, `seconds` as long as it takes. */
export interface Progress {
  phase: "devices" | "quiet" | "echo" | "speak" | "network" | "done";
  sentence: string;
  seconds: number;
}

export interface PreflightOptions {
  /**
   * Who checks, where, with which picture: `signalingUrl` is needed, the rest is as an experiment would have it. Effects,
   * size, duration and recording mode are the check's own.
   */
  peerOptions: Partial<PeerOptions> & Pick<PeerOptions, "signalingUrl">;
  /** The page shows the check itself. Leave it out to show {@link Progress} and report yourself. */
  mountEl?: HTMLElement;
  onProgress?: (progress: Progress) => void;
}

/** `window.DuckSoupPreflight`. */
export interface PreflightLibrary {
  /** Takes about 15 s and never fails: what goes wrong is in the report. To be called after a click, or sound stays silent. */
  run(options: PreflightOptions): Promise<PreflightReport>;
}
