import type { EmbedOptions, PeerOptions } from "./api.ts";
import { OptionError, OptionReader, shown } from "./option-checks.ts";

/** What a page says of its call, unless a plan does. */
export interface CallValues {
  duration: number;
  size: number;
  width: number;
  height: number;
  frameRate: number;
  videoFormat: string;
  recordingMode: string;
  audioFx?: string;
  videoFx?: string;
  gpu?: true;
  overlay?: true;
  audioOnly?: boolean;
}

/** The payload of `join`, in the spelling of the wire. */
export interface JoinPayload extends Partial<CallValues> {
  interactionName: string;
  userId: string;
  namespace: string;
  plan?: string;
  role?: string;
  trial?: string;
  token?: string;
  resumeToken?: string;
  /** With `resumeToken`: the number of server frames that have arrived. */
  heard?: number;
}

/** What camera and microphone are asked for. With a plan, whose values are not known here, it is the default, but for `audioOnly`. */
export type CaptureWishes = Pick<CallValues, "size" | "width" | "height" | "frameRate" | "audioOnly">;

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
  capture: CaptureWishes;
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
  "audioOnly", "logLevel", "token", "plan", "role", "trial", "contentHint", "degradationPreference", "deviceLabels",
]);

/** The options that a plan decides on, whose values this page must not say. */
export const DECIDED_BY_PLAN = [
  "duration", "size", "width", "height", "frameRate", "framerate", "audioFx", "videoFx", "videoFormat", "recordingMode", "gpu",
  "overlay",
] as const;

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
  const place = readPlace(read);
  const values = readCallValues(read, warn);
  const join: JoinPayload = {
    interactionName: read.identity("interactionName"),
    userId: read.identity("userId"),
    namespace: read.identity("namespace", "default"),
    ...(place ?? values),
  };
  const token = read.text("token", "");
  if (token) join.token = token;
  return {
    signalingUrl: readSignalingUrl(read, pageUrl),
    join,
    capture: values,
    audio: read.dictionary("audio", "an object of MediaTrackConstraints"),
    video: read.dictionary("video", "an object of MediaTrackConstraints; for voice only use audioOnly: true"),
    rtcConfig: read.dictionary("rtcConfig", "an object of RTCConfiguration"),
    contentHint: readContentHint(read),
    degradationPreference: read.oneOf("degradationPreference", DEGRADATION_PREFERENCES),
    deviceLabels: read.flag("deviceLabels", true),
    logLevel: readLogLevel(read, warn),
  };
}

/** The participant's place in a plan, if the page names one. */
function readPlace(read: OptionReader): ({ plan: string; role: string } | { trial: string }) & { audioOnly?: boolean } | undefined {
  // Only the experiment's own server may name a condition: participants read pages.
  if (read.isGiven("condition")) {
    throw OptionError.without("condition", "a page must not say it; your own server puts its code into the join token. Leave it out");
  }
  const plan = read.isGiven("plan");
  const role = read.isGiven("role");
  const trial = read.isGiven("trial");
  if (!plan && !role && !trial) return undefined;
  for (const key of ["plan", "role"] as const) {
    if (trial && read.isGiven(key)) throw OptionError.without(key, "the code of a trial says it. Leave it out", read.value(key));
  }
  const place = trial ? { trial: read.identity("trial") } : { plan: read.identity("plan"), role: read.identity("role") };
  for (const key of DECIDED_BY_PLAN) {
    if (read.isGiven(key)) throw OptionError.without(key, "the plan decides on it. Leave it out", read.value(key));
  }
  // The camera is opened before the plan is known. The server refuses what is not the same as in the plan.
  if (read.isGiven("audioOnly")) return { ...place, audioOnly: read.flag("audioOnly") };
  return place;
}

function readCallValues(read: OptionReader, warn: (message: string) => void): CallValues {
  const frameRateKey = read.options["frameRate"] === undefined && read.options["framerate"] !== undefined ? "framerate" : "frameRate";
  const values: CallValues = {
    duration: read.wholeNumber("duration", 30, "seconds", 1, 1200),
    size: read.wholeNumber("size", 2, "participants", 1, 8),
    width: read.wholeNumber("width", 800, "pixels", 1, 8192),
    height: read.wholeNumber("height", 600, "pixels", 1, 8192),
    frameRate: read.wholeNumber(frameRateKey, 30, "frames per second", 1, 120),
    videoFormat: readVideoFormat(read, warn),
    recordingMode: read.text("recordingMode", "muxed"),
  };
  for (const key of ["audioFx", "videoFx"] as const) {
    const effect = read.text(key, "");
    if (effect) values[key] = effect;
  }
  for (const key of ["gpu", "overlay", "audioOnly"] as const) if (read.flag(key)) values[key] = true;
  return values;
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
