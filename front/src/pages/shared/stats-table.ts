import type { DuckSoupStats } from "../../player/api.ts";

type Loose = Record<string, number | undefined>;
type Words = Record<string, string | undefined>;

/** The values of the table, by the `data-stat` of its cells. */
export function cells(stats: DuckSoupStats): Record<string, string> {
  const sent = (stats.outboundRTPVideo ?? {}) as unknown as Loose;
  const received = (stats.inboundRTPVideo ?? {}) as unknown as Loose;
  const reported = (stats.remoteInboundRTPVideo ?? {}) as unknown as Loose;
  return {
    videoUp: stats.videoUp,
    videoDown: stats.videoDown,
    audioUp: stats.audioUp,
    audioDown: stats.audioDown,
    sizeUp: size(sent),
    sizeDown: size(received),
    fpsUp: whole(sent["framesPerSecond"]),
    fpsDown: whole(received["framesPerSecond"]),
    lostUp: whole(reported["packetsLost"]),
    lostDown: whole(received["packetsLost"]),
    jitterUp: milliseconds(reported["jitter"]),
    jitterDown: milliseconds(received["jitter"]),
    targetUp: whole(scaled(sent["targetBitrate"], 1 / 1000)),
    keyUp: whole(sent["keyFramesEncoded"]),
    keyDown: whole(received["keyFramesDecoded"]),
    pliUp: whole(sent["pliCount"]),
    pliDown: whole(received["pliCount"]),
    nackUp: whole(sent["nackCount"]),
    nackDown: whole(received["nackCount"]),
    timeUp: milliseconds(each(sent["totalEncodeTime"], sent["framesEncoded"])),
    timeDown: milliseconds(each(received["totalDecodeTime"], received["framesDecoded"])),
    bufferDown: milliseconds(each(received["jitterBufferDelay"], received["jitterBufferEmittedCount"])),
    freezes: whole(received["freezeCount"]),
    limitedBy: (sent as unknown as Words)["qualityLimitationReason"] ?? "–",
    coderUp: (sent as unknown as Words)["encoderImplementation"] ?? "–",
    coderDown: (received as unknown as Words)["decoderImplementation"] ?? "–",
    roundTrip: whole(reported["roundTripTime"] === undefined ? undefined : reported["roundTripTime"] * 1000),
  };
}

function size({ frameWidth, frameHeight }: Loose): string {
  return frameWidth && frameHeight ? `${frameWidth} × ${frameHeight}` : "–";
}

function whole(value: number | undefined): string {
  return value === undefined ? "–" : String(Math.round(value));
}

function scaled(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}

/** A total divided by a count. */
function each(total: number | undefined, count: number | undefined): number | undefined {
  return total === undefined || !count ? undefined : total / count;
}

/** Formats seconds. */
function milliseconds(seconds: number | undefined): string {
  return seconds === undefined ? "–" : (seconds * 1000).toFixed(1);
}
