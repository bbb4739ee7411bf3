import type { ErrorReason } from "./api.ts";
import type { ContentHints, Settings } from "./options.ts";
import type { Platform } from "./platform.ts";

/** What systems do to faces and voices below the browser, and browsers can be asked to switch off. */
const ALTERATIONS = {
  audio: ["voiceIsolation"],
  video: ["backgroundBlur", "eyeGazeCorrection", "faceFraming"],
} as const;

/**
 * All constraints are `ideal`, never `exact`, because cameras differ.
 *
 * @param known by this browser
 */
export function constraintsFor({ capture, audio, video }: Settings, known: object = {}): MediaStreamConstraints {
  const defaultAudio = {
    sampleSize: 16,
    channelCount: 1,
    autoGainControl: false,
    latency: { ideal: 0.003 },
    noiseSuppression: false,
    // A mirror plays the participant's own voice, which an echo canceller would silence.
    echoCancellation: capture.size !== 1,
    ...without(ALTERATIONS.audio, known),
  };
  const defaultVideo = {
    width: { ideal: capture.width },
    height: { ideal: capture.height },
    frameRate: { ideal: capture.frameRate },
    facingMode: { ideal: "user" },
    ...without(ALTERATIONS.video, known),
  };
  return { audio: { ...defaultAudio, ...audio }, video: capture.audioOnly ? false : { ...defaultVideo, ...video } };
}

function without(alterations: readonly string[], known: object): Record<string, { ideal: false }> {
  return Object.fromEntries(alterations.filter((name) => name in known).map((name) => [name, { ideal: false }]));
}

/** Tells the browser what the tracks are. */
export function applyHints(stream: MediaStream, hints: ContentHints): void {
  for (const track of stream.getTracks()) {
    const hint = track.kind === "video" ? hints.video : hints.audio;
    if (hint !== undefined) track.contentHint = hint;
  }
}

/** Rejects with the browser's error, which {@link captureFailure} translates. */
export function captureMedia(platform: Platform, constraints: MediaStreamConstraints): Promise<MediaStream> {
  if (!platform.mediaDevices?.getUserMedia) {
    return Promise.reject(Object.assign(new Error("no mediaDevices"), { name: "InsecureContextError" }));
  }
  return platform.mediaDevices.getUserMedia(constraints);
}

/** The error for a page when camera or microphone did not open. */
export function captureFailure(cause: unknown, audioOnly: boolean): ErrorReason {
  const { name = "Error", message = "", constraint } = cause as { name?: string; message?: string; constraint?: string };
  const devices = audioOnly ? "microphone" : "camera and microphone";
  const sentences: Record<string, string> = {
    NotAllowedError: `Access to ${devices} was denied. Allow it for this site in the browser's settings, then reload the page.`,
    NotFoundError: `No ${audioOnly ? "microphone" : "camera or no microphone"} was found. Plug it in, then reload the page.`,
    NotReadableError: `The ${devices} could not be opened; another program may be using them.`,
    OverconstrainedError: `No device fulfils the constraint ${constraint ?? "given in peerOptions.audio or peerOptions.video"}.`,
    InsecureContextError: "The browser opens camera and microphone only on https pages and on localhost.",
  };
  return { name, message: sentences[name] ?? `The ${devices} could not be opened (${name}: ${message}).` };
}

export function stopTracks(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
