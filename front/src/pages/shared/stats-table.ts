import type { DuckSoupStats } from "../../player/api.ts";

type Loose = Record<string, number | undefined>;

/** What the table shows, by the `data-stat` of its cells. */
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
    roundTrip: whole(reported["roundTripTime"] === undefined ? undefined : reported["roundTripTime"] * 1000),
  };
}

function size({ frameWidth, frameHeight }: Loose): string {
  return frameWidth && frameHeight ? `${frameWidth} × ${frameHeight}` : "–";
}

function whole(value: number | undefined): string {
  return value === undefined ? "–" : String(Math.round(value));
}
