import type { EmbedOptions, PeerOptions } from "./api.ts";
import { OptionError, OptionReader, shown } from "./option-checks.ts";

/** The payload of `join`, in the spelling of the wire. */
export interface JoinPayload {
  interactionName: string;
  userId: string;
  duration: number;
  size: number;
  width: number;
  height: number;
  frameRate: number;
  namespace: string;
  videoFormat: string;
  recordingMode: string;
  audioFx?: string;
  videoFx?: string;
  gpu?: true;
  overlay?: true;
  audioOnly?: true;
  token?: string;
  resumeToken?: string;
  /** With `resumeToken`: the number of server frames that have arrived. */
  heard?: number;
}

/** `contentHint` of the tracks. */
export interface ContentHints {
  audio?: string;
  video?: string;
}

const AUDIO_HINTS = ["speech", "speech-recognition", "music"];
const VIDEO_HINTS = ["motion", "detail", "text"];
const DEGRADATION_PREFERENCES = [
  "balanced", "maintain-framerate", "maintain-resolution", "maintain-framerate-and-resolution",
];

/** Options after defaults and checks. */
export interface Settings {
  signalingUrl: string;
  join: JoinPayload;
  audio: MediaTrackConstraints;
  video: MediaTrackConstraints;
  rtcConfig: RTCConfiguration;
  contentHint: ContentHints;
  degradationPreference: string | undefined;
  deviceLabels: boolean;
  logLevel: 0 | 1 | 2;
}

/** The names of `peerOptions`. */
export const KNOWN: ReadonlySet<string> = new Set([
  "signalingUrl", "interactionName", "userId", "duration", "size", "width", "height", "frameRate", "framerate",
  "audioFx", "videoFx", "audio", "video", "videoFormat", "recordingMode", "rtcConfig", "namespace", "gpu", "overlay",
  "audioOnly", "logLevel", "token", "contentHint", "degradationPreference", "deviceLabels",
]);

/** Both orders of arguments: `(embedOptions, peerOptions)`, or a DOM node first. */
export function readArguments(args: readonly unknown[]): { embed: EmbedOptions; peer: Partial<PeerOptions> } {
  const [first, second, third] = args;
  const nodeFirst = isElement(first);
  const embed = (nodeFirst ? { ...(third ?? {}), mountEl: first } : (first ?? {})) as EmbedOptions;
  checkEmbedOptions(embed);
  return { embed, peer: (second ?? {}) as Partial<PeerOptions> };
}

/** Throws {@link OptionError} naming the first option that cannot work. */
export function readPeerOptions(peer: Partial<PeerOptions>, pageUrl: string, warn: (message: string) => void): Settings {
  const options = peer as Record<string, unknown>;
  const read = new OptionReader(options, warn);
  for (const key of Object.keys(options)) {
    if (!KNOWN.has(key)) warn(`peerOptions.${key} is not an option and is ignored; options are: ${[...KNOWN].join(", ")}.`);
  }
  const frameRateKey = options["frameRate"] === undefined && options["framerate"] !== undefined ? "framerate" : "frameRate";
  const join: JoinPayload = {
    interactionName: read.identity("interactionName"),
    userId: read.identity("userId"),
    duration: read.wholeNumber("duration", 30, "seconds", 1, 1200),
    size: read.wholeNumber("size", 2, "participants", 1, 8),
    width: read.wholeNumber("width", 800, "pixels", 1, 8192),
    height: read.wholeNumber("height", 600, "pixels", 1, 8192),
    frameRate: read.wholeNumber(frameRateKey, 30, "frames per second", 1, 120),
    namespace: read.identity("namespace", "default"),
    videoFormat: readVideoFormat(read, warn),
    recordingMode: read.text("recordingMode", "muxed"),
  };
  const audioFx = read.text("audioFx", "");
  if (audioFx) join.audioFx = audioFx;
  const videoFx = read.text("videoFx", "");
  if (videoFx) join.videoFx = videoFx;
  const token = read.text("token", "");
  if (token) join.token = token;
  for (const key of ["gpu", "overlay", "audioOnly"] as const) if (read.flag(key)) join[key] = true;
  return {
    signalingUrl: readSignalingUrl(read, pageUrl),
    join,
    audio: read.dictionary("audio", "an object of MediaTrackConstraints"),
    video: read.dictionary("video", "an object of MediaTrackConstraints; for voice only use audioOnly: true"),
    rtcConfig: read.dictionary("rtcConfig", "an object of RTCConfiguration"),
    contentHint: readContentHint(read),
    degradationPreference: read.oneOf("degradationPreference", DEGRADATION_PREFERENCES),
    deviceLabels: read.flag("deviceLabels", true),
    logLevel: readLogLevel(read, warn),
  };
}

/** The server logs the page of a participant. The part of the address after `#` stays in the browser. */
function readSignalingUrl(read: OptionReader, pageUrl: string): string {
  const value = read.value("signalingUrl");
  const allowed = 'the address of the server\'s socket, for instance "wss://ducksoup-host.com/ws"';
  if (typeof value !== "string") throw new OptionError("signalingUrl", value, allowed);
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw new OptionError("signalingUrl", value, allowed);
  }
  if (url.protocol !== "ws:" && url.protocol !== "wss:") throw new OptionError("signalingUrl", value, allowed);
  url.hash = "";
  if (!url.searchParams.has("href")) url.searchParams.set("href", pageUrl.split("#")[0] ?? "");
  return url.href;
}

function readVideoFormat(read: OptionReader, warn: (message: string) => void): string {
  const format = read.text("videoFormat", "H264");
  if (format === "H264" || format === "VP8") return format;
  warn(`videoFormat is ${shown(format)}; allowed: "H264", "VP8". "H264" is used.`);
  return "H264";
}

/** One hint, whose value tells the track, or an object with one for each track. */
function readContentHint(read: OptionReader): ContentHints {
  const value = read.value("contentHint");
  if (value === undefined || value === "") return {};
  const hints = typeof value === "string" ? { [VIDEO_HINTS.includes(value) ? "video" : "audio"]: value } : value;
  const { audio, video, ...others } = hints as Record<string, unknown>;
  const isHint = (hint: unknown, known: string[]): boolean => hint === undefined || known.includes(hint as string);
  if (typeof hints !== "object" || Object.keys(others).length > 0 || !isHint(audio, AUDIO_HINTS) || !isHint(video, VIDEO_HINTS)) {
    throw new OptionError(
      "contentHint", value,
      `one of ${[...VIDEO_HINTS, ...AUDIO_HINTS].map(shown).join(", ")}, or { audio: one of the last three, video: one of the first three }`,
    );
  }
  return hints as ContentHints;
}

function readLogLevel(read: OptionReader, warn: (message: string) => void): 0 | 1 | 2 {
  const value = read.value("logLevel");
  if (value === undefined) return 1;
  const level = Number(value);
  if (level === 0 || level === 1 || level === 2) return level;
  warn(`logLevel is ${shown(value)}; allowed: 0, 1, 2. 1 is used.`);
  return 1;
}

function checkEmbedOptions(embed: EmbedOptions): void {
  const { mountEl, callback } = embed;
  if (mountEl === undefined || mountEl === null) {
    if (typeof callback !== "function") {
      throw new TypeError(
        "DuckSoup.render: embedOptions needs mountEl (a DOM node) or callback (a function), or both; " +
          `mountEl is ${shown(mountEl)} and callback is ${shown(callback)}. Does the element exist when render is called?`,
      );
    }
    return;
  }
  if (!isElement(mountEl)) throw new TypeError(`DuckSoup.render: mountEl is ${shown(mountEl)}; allowed: a DOM node`);
  if (callback !== undefined && callback !== null && typeof callback !== "function") {
    throw new TypeError(`DuckSoup.render: callback is ${shown(callback)}; allowed: a function`);
  }
}

/** Checks the shape and not the class, because the node may belong to another frame. */
function isElement(value: unknown): value is HTMLElement {
  return typeof value === "object" && value !== null && typeof (value as { nodeType?: unknown }).nodeType === "number";
}
