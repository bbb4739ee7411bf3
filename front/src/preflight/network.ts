import type { DuckSoupStats } from "../player/api.ts";
import type { Figures } from "./api.ts";
import { percentile, round } from "./sound.ts";

type Loose = Record<string, unknown>;

/** The first seconds, in which every call is slow, are left out. */
const WARM_UP = 3;

/** Collects the statistics of a call once a second, and summarises them. */
export class CallFigures {
  private readonly samples: DuckSoupStats[] = [];

  add(stats: DuckSoupStats): void {
    this.samples.push(stats);
  }

  /** The number of seconds that are used. */
  get seconds(): number {
    return Math.max(0, this.samples.length - WARM_UP);
  }

  network(): Figures["network"] {
    const steady = this.samples.slice(WARM_UP);
    const last = this.samples.at(-1);
    if (!last || steady.length === 0) return undefined;
    const roundTrips = steady.map((s) => number(loose(s.remoteInboundRTPVideo ?? s.remoteInboundRTPAudio), "roundTripTime")).filter(isNumber);
    const targets = steady.map((s) => number(loose(s.outboundRTPVideo), "targetBitrate")).filter(isNumber);
    const up = lossUp(last);
    const jitters = steady.map((s) => number(loose(s.inboundRTPVideo ?? s.inboundRTPAudio), "jitter")).filter(isNumber);
    return {
      sent: Math.round(Math.max(...steady.map((s) => Number(s.videoUp) + Number(s.audioUp)))),
      ...(targets.length > 0 && { target: Math.round(percentile(targets, 0.5) / 1000) }),
      ...(up !== undefined && { lossUp: round(up, 4) }),
      lossDown: round(lossDown(last), 4),
      jitter: round(percentile(jitters, 0.5) * 1000, 1),
      ...(roundTrips.length > 0 && { roundTrip: Math.round(percentile(roundTrips, 0.5) * 1000) }),
    };
  }

  /** The mean over all frames except those of the first seconds. */
  encoder(): Figures["encoder"] {
    const first = loose(this.samples[Math.min(WARM_UP, this.samples.length - 1)]?.outboundRTPVideo);
    const last = loose(this.samples.at(-1)?.outboundRTPVideo);
    const frames = (number(last, "framesEncoded") ?? 0) - (number(first, "framesEncoded") ?? 0);
    const seconds = (number(last, "totalEncodeTime") ?? NaN) - (number(first, "totalEncodeTime") ?? NaN);
    if (frames <= 0 || !Number.isFinite(seconds)) return undefined;
    const span = ((number(last, "timestamp") ?? NaN) - (number(first, "timestamp") ?? NaN)) / 1000;
    return {
      time: round((seconds * 1000) / frames, 1),
      framesPerSecond: Number.isFinite(span) && span > 0 ? round(frames / span, 1) : 0,
      limitedBy: String(last["qualityLimitationReason"] ?? "unknown"),
    };
  }

  /** The part of the camera's picture that is really sent. */
  picture(): { width: number; height: number } | undefined {
    const sent = this.samples.map((s) => loose(s.outboundRTPVideo)).filter((s) => number(s, "frameWidth"));
    const widest = sent.sort((a, b) => (number(b, "frameWidth") ?? 0) - (number(a, "frameWidth") ?? 0))[0];
    return widest && { width: number(widest, "frameWidth") ?? 0, height: number(widest, "frameHeight") ?? 0 };
  }
}

/** The value that the server reports; absent if it sent no report. */
function lossUp(stats: DuckSoupStats): number | undefined {
  let [lost, sent, reported] = [0, 0, false];
  for (const [report, own] of [
    [stats.remoteInboundRTPVideo, stats.outboundRTPVideo],
    [stats.remoteInboundRTPAudio, stats.outboundRTPAudio],
  ]) {
    const losses = number(loose(report), "packetsLost");
    if (losses === undefined) continue;
    reported = true;
    lost += Math.max(0, losses);
    sent += number(loose(own), "packetsSent") ?? 0;
  }
  return reported && sent > 0 ? lost / sent : undefined;
}

function lossDown(stats: DuckSoupStats): number {
  let [lost, received] = [0, 0];
  for (const own of [loose(stats.inboundRTPVideo), loose(stats.inboundRTPAudio)]) {
    lost += Math.max(0, number(own, "packetsLost") ?? 0);
    received += number(own, "packetsReceived") ?? 0;
  }
  return lost + received === 0 ? 0 : lost / (lost + received);
}

function loose(object: unknown): Loose {
  return (object ?? {}) as Loose;
}

function number(object: Loose, key: string): number | undefined {
  const value = object[key];
  return typeof value === "number" ? value : undefined;
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined;
}
