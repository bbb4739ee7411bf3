import type { DuckSoupEvent, PeerOptions } from "../player/api.ts";

/**
 * How a call ended for this participant:
 *
 * - `completed`: its time was over
 * - `ended_early`: the server ended it before its time; `cause` is `shutdown`, `cluster_lost`, `effect_lost` or `failed`
 * - `stopped`, `removed`: the experimenter ended the interaction, or took this participant out
 * - `others_missing`: it did not begin, because others did not come or could not connect
 * - `not_connected`: it did not begin, because camera, microphone or network of this participant let nothing through
 * - `no_devices`: camera or microphone could not be opened
 * - `unreachable`: the server did not answer, or did not accept this page
 * - `connection_lost`: the server was there, and was not any more, or does not let the participant into the same call again
 * - `refused`, `duplicate`, `full`, `server_failed`: `error-join`, `error-duplicate`, `error-full`, `error-peer-connection`;
 *   `server_failed` also if an effect did not get ready on the server. After the start only `duplicate`
 * - `left`: the participant pressed the button of {@link CallOptions.canLeave}, or the page removed the call
 * - `page_closed`: the page was closed, reloaded or left during the call
 * - `no_end`: nothing came for too long
 */
export type CallReason =
  | "completed" | "ended_early" | "stopped" | "removed" | "others_missing" | "not_connected" | "no_devices" | "unreachable"
  | "connection_lost" | "refused" | "duplicate" | "full" | "server_failed" | "left" | "page_closed" | "no_end";

/** An event of the call, without statistics. */
export interface CallMoment {
  /** Milliseconds since {@link CallLibrary.run} was called. */
  t: number;
  /** As in {@link DuckSoupEvent}. */
  kind: string;
  /** Whom or what it is about: a `userId`, a device and a reason, the name of an error. Absent if there is nothing to say. */
  detail?: string;
}

/** A call of one participant, as plain JSON. Times are in milliseconds. */
export interface CallReport {
  kind: "ducksoup-call";
  version: 1;
  reason: CallReason;
  /** The last event, for instance `"end"` or `"error-aborted"`. Empty if the page itself ended the call. */
  event: string;
  /** A word for scripts: the `name` of an `error`, the `key` of a refusal, the `value` of an early end. Else empty. */
  cause: string;
  /** The server's or the player's sentence. Else empty. */
  message: string;
  interactionName: string;
  userId: string;
  /** The paths of this participant's recordings on the server. */
  files: string[];
  /** The length that the server has announced at the start. `null` if the call did not start. */
  planned: number | null;
  /** From the begin until the call started, or until the end if it did not start. */
  waited: number;
  /** From the start to the end. 0 if the call did not start. */
  talked: number;
  /** How often a lost connection was taken up again. */
  reconnections: number;
  /** How often another participant was away or left. */
  absences: number;
  /** How often camera or microphone failed during the call. */
  deviceFailures: number;
  events: CallMoment[];
}

/**
 * Sentences for the participant. Those of a {@link CallReason} are shown at such an end. `codec` is shown in place of
 * `not_connected` where the browsers have no video format in common, and `connection_lost` in place of `no_end` after the start.
 */
export type CallTexts = Record<
  Exclude<CallReason, "completed" | "page_closed"> | "codec" | "devices" | "waiting" | "talking" | "ending" | "away" | "goOn" | "leave", string>;

export interface CallOptions {
  /** The element in which the call is shown: a sentence, the others' pictures, and a button at the end. It is emptied afterwards. */
  mountEl: HTMLElement;
  /** As for the player. */
  peerOptions: PeerOptions;
  /** Sentences in place of the English ones. */
  texts?: Partial<CallTexts>;
  /** Shows a button with which the participant can leave the call at any time. Default: `false`. */
  canLeave?: boolean;
  /** More classes for the buttons, for instance those of the page's own: `"btn btn-primary"`. */
  buttonClass?: string;
  /** Seconds until the call must have started, with the questions of the browser. Default: 120. */
  startWithin?: number;
  /** Called with every event of the player. */
  callback?: (event: DuckSoupEvent) => void;
  /** Called at the end, before the participant has read the sentence and pressed the button. */
  onEnd?: (report: CallReport) => void;
}

/** `window.DuckSoupCall`. */
export interface CallLibrary {
  /**
   * One call as a step of an experiment. The promise is never rejected: it is resolved when a call is completed, and
   * after any other end when the participant has pressed the button to go on.
   */
  run(options: CallOptions): Promise<CallReport>;
}
