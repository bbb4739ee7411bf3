import type { ClientLog } from "./client-log.ts";
import type { DuckSoupStats } from "./api.ts";
import type { Cancel, Timers } from "./timers.ts";

type Entry = RTCStats & Record<string, unknown>;
type Direction = "audioUp" | "audioDown" | "videoUp" | "videoDown";
type Totals = Record<Direction, { bytes: number; timestamp: number }>;

const OBJECTS = {
  "outbound-rtp": "outboundRTP",
  "inbound-rtp": "inboundRTP",
  "remote-outbound-rtp": "remoteOutboundRTP",
  "remote-inbound-rtp": "remoteInboundRTP",
} as const;

const PERIOD_MS = 1_000;

/** Reads the statistics every second until cancelled; a slow answer of the browser skips a round. */
export function pollStats(pc: RTCPeerConnection, timers: Timers, onReport: (report: RTCStatsReport) => void): Cancel {
  let busy = false;
  return timers.every(PERIOD_MS, () => {
    if (busy) return;
    busy = true;
    pc.getStats()
      .then(onReport)
      .catch(() => {}) // A connection that is just closing has no statistics.
      .finally(() => (busy = false));
  });
}

/** Turns the browser's growing counters into rates, and notices what changed since the last second. */
export class StatsSampler {
  private before: Totals | undefined;
  private readonly logged = new Map<string, string>();

  constructor(private readonly log: ClientLog) {}

  /** Must be called once a second. */
  sample(report: RTCStatsReport): DuckSoupStats {
    const entries: Entry[] = [];
    report.forEach((entry: Entry) => entries.push(entry));
    if (this.log.wantsMedia) this.logChanges(entries);
    const totals = totalsOf(entries);
    const { before } = this;
    this.before = totals;
    const rate = (direction: Direction): string => kilobitsPerSecond(before?.[direction], totals[direction]);
    return {
      audioUp: rate("audioUp"),
      audioDown: rate("audioDown"),
      videoUp: rate("videoUp"),
      videoDown: rate("videoDown"),
      ...objectsOf(entries),
    };
  }

  private logChanges(entries: readonly Entry[]): void {
    const sent = entries.find((entry) => entry.type === "outbound-rtp" && entry["kind"] === "video");
    const received = entries.filter((entry) => entry.type === "inbound-rtp" && entry["kind"] === "video");
    if (sent) {
      const { frameWidth, frameHeight } = sent as { frameWidth?: number; frameHeight?: number };
      if (frameWidth && frameHeight) this.logChange("client_video_resolution_updated", `${frameWidth}x${frameHeight}`);
      this.logNumber("client_video_fps_updated", sent["framesPerSecond"]);
      this.logNumber("client_pli_received_count_updated", sent["pliCount"]);
      this.logNumber("client_fir_received_count_updated", sent["firCount"]);
      this.logNumber("client_keyframe_encoded_count_updated", sent["keyFramesEncoded"]);
    }
    if (received.length > 0) {
      this.logNumber("client_keyframe_decoded_count_updated", sum(received, "keyFramesDecoded"));
    }
  }

  private logNumber(message: string, value: unknown): void {
    if (typeof value === "number") this.logChange(message, String(Math.round(value)));
  }

  /** A counter that has always been zero is not reported. */
  private logChange(message: string, value: string): void {
    if (value === (this.logged.get(message) ?? "0")) return;
    this.logged.set(message, value);
    this.log.media(message, value);
  }
}

/**
 * The first report of each kind. With several other participants the rates are added up, and the objects are samples.
 */
function objectsOf(entries: readonly Entry[]): Partial<DuckSoupStats> {
  const found: Record<string, Entry> = {};
  for (const entry of entries) {
    const prefix = OBJECTS[entry.type as keyof typeof OBJECTS];
    if (!prefix || (entry["kind"] !== "audio" && entry["kind"] !== "video")) continue;
    const key = prefix + (entry["kind"] === "audio" ? "Audio" : "Video");
    found[key] ??= entry;
  }
  return found as Partial<DuckSoupStats>;
}

function totalsOf(entries: readonly Entry[]): Totals {
  const total = (type: string, kind: string, counter: string): { bytes: number; timestamp: number } => {
    const matching = entries.filter((entry) => entry.type === type && entry["kind"] === kind);
    return { bytes: sum(matching, counter), timestamp: Math.max(0, ...matching.map((entry) => entry.timestamp)) };
  };
  return {
    audioUp: total("outbound-rtp", "audio", "bytesSent"),
    audioDown: total("inbound-rtp", "audio", "bytesReceived"),
    videoUp: total("outbound-rtp", "video", "bytesSent"),
    videoDown: total("inbound-rtp", "video", "bytesReceived"),
  };
}

function sum(entries: readonly Entry[], counter: string): number {
  return entries.reduce((total, entry) => total + (Number(entry[counter]) || 0), 0);
}

/** Never negative, although the sum loses the bytes of a participant who leaves. */
function kilobitsPerSecond(before: Totals[Direction] | undefined, now: Totals[Direction]): string {
  if (!before || before.timestamp === 0 || now.timestamp <= before.timestamp) return "0.0";
  return Math.max(0, ((now.bytes - before.bytes) * 8) / (now.timestamp - before.timestamp)).toFixed(1);
}
