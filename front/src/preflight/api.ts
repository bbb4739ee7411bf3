import type { PeerOptions } from "../player/api.ts";

/** `unknown`: it could not be measured, and {@link Check.text} says why. */
export type Verdict = "pass" | "warn" | "fail" | "unknown";

export type CheckName =
  | "server" | "camera" | "microphone" | "noise" | "echo" | "uplink" | "loss" | "jitter" | "roundTrip" | "encoder";

/** The result of one check. */
export interface Check {
  name: CheckName;
  verdict: Verdict;
  /** The measured value, in `unit`. Absent if there is no single number, or if the number says nothing. */
  value?: number;
  unit?: string;
  /** A text for the participant: the meaning of the result, and what they can do. */
  text: string;
}

/** All measured values. A value that could not be measured is absent. */
export interface Figures {
  camera?: { width: number; height: number; framesPerSecond: number; brightness: number };
  /** Levels in dB below full scale; `clipped` is the share of time at full scale. */
  microphone?: { speech: number; noise: number; clipped: number };
  /** The loudest copy that was heard: `level` in dB relative to the played sound, `delay` in ms. */
  echo?: { heard: boolean; correlation: number; level: number; delay: number };
  network?: {
    /**
     * kbit/s: the highest rate that was sent, and the rate that the browser estimates (at most the player's own limit).
     */
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
  /** The time when the check was finished, ISO 8601. */
  time: string;
  interactionName: string;
  userId: string;
  checks: Check[];
  figures: Figures;
}

/** The progress: `phase` for scripts, `sentence` for the participant, and `seconds`, the duration of the phase. */
export interface Progress {
  phase: "devices" | "quiet" | "echo" | "speak" | "network" | "done";
  sentence: string;
  seconds: number;
}

export interface PreflightOptions {
  /**
   * The options of the call: `signalingUrl` is required, the others are those of the experiment. Effects, size,
   * duration and recording mode are fixed by the check, and it takes no place in a plan. `interactionName` counts beside a
   * `token` only, which must be made for the check.
   */
  peerOptions: Partial<PeerOptions> & Pick<PeerOptions, "signalingUrl">;
  /** The element in which the check is shown. Leave it out to show {@link Progress} and report yourself. */
  mountEl?: HTMLElement;
  onProgress?: (progress: Progress) => void;
}

/** `window.DuckSoupPreflight`. */
export interface PreflightLibrary {
  /**
   * Takes about 20 s and never fails: problems are in the report. Call it after a click, because browsers play no sound
   * otherwise.
   */
  run(options: PreflightOptions): Promise<PreflightReport>;
}
