/** What `embedOptions` may contain: the place of the player on your page, and the function that receives its events. */
export interface EmbedOptions {
  /**
   * The element that receives one `<video>` and one `<audio>` per incoming track, for instance
   * `document.getElementById("ducksoup-root")`. Leave it out to place the tracks yourself: you then get `"track"` events.
   * Each element carries `data-stream-id`, the `streamId` of `"other_joined"`.
   */
  mountEl?: HTMLElement;
  /** Called with every event of the player. Needed when there is no `mountEl`. */
  callback?: (event: DuckSoupEvent) => void;
  /** `true` to get a `"stats"` event every second. Default: `false`. */
  stats?: boolean;
}

/** The interaction, the participant and the media. `signalingUrl`, `interactionName` and `userId` are required. */
export interface PeerOptions {
  /** Address of the server's socket, for instance `"wss://ducksoup-host.com/ws"`. */
  signalingUrl: string;
  /** Participants with the same name (from the same site and namespace) meet. 1 to 200 bytes. */
  interactionName: string;
  /** Unique within the interaction. 1 to 200 bytes. */
  userId: string;
  /** Length of the interaction in seconds, 1 to 1200. Default: 30. The first participant's value counts. */
  duration?: number;
  /** Number of participants, 1 to 8; 1 is a mirror. Default: 2. The first participant's value counts. */
  size?: number;
  /** Width of the video in pixels. Default: 800. */
  width?: number;
  /** Height of the video in pixels. Default: 600. */
  height?: number;
  /** Frames per second of the video. Default: 30. */
  frameRate?: number;
  /** Another spelling of `frameRate`. */
  framerate?: number;
  /** Effect on the voice, for instance `"pitch pitch=0.8 name=fx"`. */
  audioFx?: string;
  /** Effect on the image, for instance `"coloreffects preset=xpro"`. */
  videoFx?: string;
  /** Constraints for the microphone, merged with DuckSoup's own (`MediaTrackConstraints`). */
  audio?: MediaTrackConstraints;
  /** Constraints for the camera, merged with DuckSoup's own (`MediaTrackConstraints`). */
  video?: MediaTrackConstraints;
  /** `"H264"` (default) or `"VP8"`. */
  videoFormat?: "H264" | "VP8";
  /** `"muxed"` (default), `"split"`, `"passthrough"`, `"none"`, or the name of a recorder your server has. */
  recordingMode?: string;
  /** Configuration of the browser's peer connection. Its `iceServers`, when set, replace those of the server. */
  rtcConfig?: RTCConfiguration;
  /** Folder of the recordings. Default: `"default"`. */
  namespace?: string;
  /** Ask for hardware encoding on the server. Default: `false`. */
  gpu?: boolean;
  /** Write a text on top of the video, for debugging. Default: `false`. */
  overlay?: boolean;
  /** Voice only, without a camera. Default: `false`. */
  audioOnly?: boolean;
  /**
   * A JSON Web Token signed by your own server, for a DuckSoup server that requires one. Values in the token replace
   * the options here.
   */
  token?: string;
  /**
   * The name of a plan of your server. The plan then decides on `duration`, `size`, `width`, `height`, `frameRate`, `audioFx`,
   * `videoFx`, `videoFormat`, `recordingMode`, `gpu` and `overlay`: each of them is an error beside it. `audioOnly` must be that of the plan:
   * with `true`, no camera is asked for.
   */
  plan?: string;
  /** The participant's role in the plan. Required with `plan`. */
  role?: string;
  /** The code with which an operator tries one role of a plan alone, in place of `plan` and `role`. Not for participants. */
  trial?: string;
  /**
   * What the picture or the sound is, so that the browser treats it accordingly: `"motion"`, `"detail"` or `"text"` for the
   * camera, `"speech"`, `"speech-recognition"` or `"music"` for the microphone; for both, `{ audio: …, video: … }`.
   */
  contentHint?: AudioContentHint | VideoContentHint | { audio?: AudioContentHint; video?: VideoContentHint };
  /**
   * What the browser keeps when it cannot send the whole picture: `"maintain-resolution"`, `"maintain-framerate"`,
   * `"balanced"` or `"maintain-framerate-and-resolution"`. Default: the browser's own choice.
   */
  degradationPreference?: DegradationPreference;
  /** `false` keeps the names of camera and microphone out of the server's log and manifest. Default: `true`. */
  deviceLabels?: boolean;
  /** 0: this page sends no logs to the server; 1 (default): logs about media; 2: also logs about signaling. */
  logLevel?: 0 | 1 | 2;
}

export type AudioContentHint = "speech" | "speech-recognition" | "music";
export type VideoContentHint = "motion" | "detail" | "text";
export type DegradationPreference =
  | "balanced" | "maintain-framerate" | "maintain-resolution" | "maintain-framerate-and-resolution";

/**
 * Why a device changed:
 *
 * - `muted`, `unmuted`: by the system, a switch of the device, or another program; the browser does not say which
 * - `no-frames`, `frames`: the camera is open and gives no pictures for three seconds; it gives pictures again
 * - `revoked`: the participant or the browser has withdrawn the permission
 * - `unplugged`: the device is not there any more
 * - `stopped`: it ended, and the browser does not say why
 * - `not-reopened`: the attempt to open the same device again has failed
 * - `reopened`: the same device is open again, and its track is sent
 */
export type DeviceReason =
  | "muted" | "unmuted" | "no-frames" | "frames" | "revoked" | "unplugged" | "stopped" | "not-reopened" | "reopened";

/** A device that has changed. */
export interface DeviceChange {
  /** Microphone or camera. */
  kind: "audio" | "video";
  reason: DeviceReason;
  /** A sentence for the participant. */
  message: string;
}

/**
 * What failed:
 *
 * - `NotAllowedError`: the participant or the browser denied camera or microphone
 * - `NotFoundError`: there is no camera or no microphone
 * - `NotReadableError`: another program uses it
 * - `OverconstrainedError`: no device is what `audio` or `video` of `peerOptions` demand
 * - `InsecureContextError`: the page is neither https nor localhost
 * - `ServerUnreachableError`: the server does not answer, or does not accept this site
 * - `ConnectionLostError`: the server was there, and is not any more
 * - `NegotiationError`: browser and server could not agree on how to exchange media
 * - `NetworkBlockedError`: the network, or an extension of the browser, lets no audio and video through
 * - `LocalNetworkAccessError`: the server is in the local network, and the browser does not let this page go there
 */
export type ErrorName =
  | "NotAllowedError"
  | "NotFoundError"
  | "NotReadableError"
  | "OverconstrainedError"
  | "InsecureContextError"
  | "ServerUnreachableError"
  | "ConnectionLostError"
  | "NegotiationError"
  | "NetworkBlockedError"
  | "LocalNetworkAccessError";

/** Why something failed, for the page's script and for the participant. */
export interface ErrorReason {
  /** A name for scripts. Browsers may have other names for a device that does not open. */
  name: ErrorName | (string & {});
  /** One sentence. */
  message: string;
}

/** The refused option and the reason, or the reason of an early end. Servers of the first generation do not send this. */
export interface RefusalReason {
  /** For instance `"audioFx"`. */
  key?: string;
  value?: unknown;
  /** The allowed values, as a sentence for the researcher. */
  message?: string;
}

/** Another participant. `streamId` is the id of the MediaStream that its tracks belong to. */
export interface OtherParticipant {
  userId: string;
  streamId: string;
}

/** The server's first answer to a participant who is admitted. */
export interface Joined {
  context?: "new-interaction" | "existing-interaction" | "reconnection";
  iceServers?: RTCIceServer[];
  /**
   * The seconds for which the server still waits until everybody is there. After them it ends with `"error-aborted"`.
   * Absent if the interaction has started already.
   */
  waitSeconds?: number;
}

/** Once a second: bandwidth in kbit/s (text, one decimal), and the browser's own statistics objects if they exist. */
export interface DuckSoupStats {
  audioUp: string;
  audioDown: string;
  videoUp: string;
  videoDown: string;
  outboundRTPVideo?: RTCOutboundRtpStreamStats;
  inboundRTPVideo?: RTCInboundRtpStreamStats;
  outboundRTPAudio?: RTCOutboundRtpStreamStats;
  inboundRTPAudio?: RTCInboundRtpStreamStats;
  remoteOutboundRTPVideo?: RTCStats;
  remoteInboundRTPVideo?: RTCStats;
  remoteOutboundRTPAudio?: RTCStats;
  remoteInboundRTPAudio?: RTCStats;
}

/** Everything `callback` may receive; `kind` tells which. */
export type DuckSoupEvent =
  /** Camera and microphone are open. The join has not been sent yet. */
  | { kind: "local-stream"; payload: MediaStream }
  /** The server has admitted this participant. */
  | { kind: "joined"; payload: Joined }
  | { kind: "other_joined"; payload: OtherParticipant }
  | { kind: "other_left"; payload: OtherParticipant }
  /** A track arrived. Only without `mountEl`. */
  | { kind: "track"; payload: RTCTrackEvent }
  /** All participants are there. Payload: the remaining seconds. */
  | { kind: "start"; payload?: number }
  /** The end is near (15 s). */
  | { kind: "ending"; payload?: undefined }
  /** The experimenter has moved the end. Payload: the remaining seconds. `"ending"` comes again before the new end. */
  | { kind: "extended"; payload: number }
  /** A text of the experimenter for this participant. Show it as text, not as HTML. */
  | { kind: "message"; payload: { text: string } }
  /** The interaction is over. Payload: the recorded files of each `userId`. */
  | { kind: "files"; payload: Record<string, string[]> }
  /** Right after `files`. Payload: why the interaction ended before its time, for instance because a part of the server was replaced. */
  | { kind: "end"; payload?: RefusalReason }
  /** The socket is closed and everything is released. This is the last event. */
  | { kind: "closed"; payload?: undefined }
  | { kind: "stats"; payload: DuckSoupStats }
  /** A device delivers nothing, although it is open. */
  | { kind: "device-muted"; payload: DeviceChange }
  | { kind: "device-unmuted"; payload: DeviceChange }
  /** A device is gone. It is opened again once, when that is possible. */
  | { kind: "device-lost"; payload: DeviceChange }
  /** The same device is open again. The stream of `"local-stream"` has its new track. */
  | { kind: "device-back"; payload: DeviceChange }
  /** `peerOptions` are incorrect. */
  | { kind: "error-join"; payload?: RefusalReason }
  /** This `userId` is connected already. */
  | { kind: "error-duplicate"; payload?: RefusalReason }
  /** The interaction has all its participants. */
  | { kind: "error-full"; payload?: RefusalReason }
  /**
   * The interaction did not start in time. `key` says what was missing first (`"connection"`, `"audio"`, `"video"`, `"codec"`, `"effect"`, or
   * `"size"` when others did not come), `value` of whom: the `userId`, this participant's own if it is the cause itself. With `"size"` it
   * is the number of participants. The key `"interactionName"` says that a participant who comes back finds the interaction no more.
   */
  | { kind: "error-aborted"; payload?: RefusalReason }
  /** The server could not open its side of the media connection. */
  | { kind: "error-peer-connection"; payload?: RefusalReason }
  /** Anything else that ends the call: camera denied, no device, server unreachable or lost. */
  | { kind: "error"; payload: ErrorReason };

/** The types that `polyControlFx` accepts. */
export type PolyKind = "float" | "double" | "int" | "uint64" | "string";

/** A running player. */
export interface DuckSoupPlayer {
  /**
   * Changes one numeric property of an effect that carries a `name` (`audioFx: "pitch pitch=0.8 name=fx"`).
   *
   * @param name of the effect, here `"fx"`
   * @param property for instance `"pitch"`
   * @param value the new value
   * @param duration milliseconds from the old to the new value, at most 5000. Default: at once
   * @param userId the participant whose effect it is. Default: this participant
   */
  controlFx(name: string, property: string, value: number, duration?: number, userId?: string): void;
  /** Changes one property of any type at once; `kind` is `"float"`, `"double"`, `"int"`, `"uint64"` or `"string"`. */
  polyControlFx(name: string, property: string, kind: PolyKind, value: number | bigint | string): void;
  /**
   * Marks a moment, for instance that a stimulus is shown. It is on the timeline of the recording, and steps of a plan can wait
   * for it.
   *
   * @param name 1 to 100 characters
   * @param data what belongs to it: text, or anything that JSON can say, at most 1000 characters. Default: nothing
   */
  mark(name: string, data?: unknown): void;
  /** Limits the video this participant sends, in kbit/s. */
  limit(maxKbps: number): void;
  /** Writes a line `ext_<kind>` into the server's log. */
  log(kind: string, payload?: unknown): void;
  /** Another name of {@link log}. */
  serverLog(kind: string, payload?: unknown): void;
  /** Opens camera and microphone and joins. `render` has called it already. */
  start(): Promise<void>;
  /**
   * Leaves: camera, microphone, socket and elements are released. In a running interaction the seat stays free for the same
   * `userId` for the server's grace period, so a page may call this while it unloads.
   */
  stop(code?: number): void;
}

/** `window.DuckSoup`. */
export interface DuckSoupLibrary {
  /**
   * Joins an interaction and shows it on your page.
   *
   * const player = await DuckSoup.render( { mountEl: document.getElementById("ducksoup-root"), callback: ({ kind,
   * payload }) => console.log(kind, payload) }, { signalingUrl: "wss://ducksoup-host.com/ws", interactionName:
   * "trial-7", userId: "ann" });
   *
   * Later failures (camera denied, server unreachable, options refused) arrive as an event of `callback` and on the
   * console. The promise is rejected only when there is neither a `mountEl` nor a `callback`.
   */
  render(embedOptions: EmbedOptions, peerOptions: PeerOptions): Promise<DuckSoupPlayer>;
  /** The older order of the arguments. */
  render(mountEl: HTMLElement, peerOptions: PeerOptions, embedOptions?: EmbedOptions): Promise<DuckSoupPlayer>;
}
