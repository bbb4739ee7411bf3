/** A camera of one frame per second is the slowest that can be asked for. */
const LIMIT_MS = 3_000;

/**
 * Notices a camera that is open and gives no frames. Some browsers mute its track in that case, and some say nothing.
 * The browser's statistics count the frames that the camera gives, whatever the encoder does with them.
 */
export class CameraWatch {
  private frames: number | undefined;
  private since = 0;
  private still = false;

  constructor(private readonly onChange: (gives: boolean, since: number) => void) {}

  /** @param now in ms, as of the report */
  sample(report: RTCStatsReport, now: number): void {
    const frames = framesOf(report);
    if (frames === undefined) return;
    if (frames !== this.frames) {
      const began = this.frames === undefined;
      this.frames = frames;
      this.since = now;
      if (this.still && !began) this.change(false, now);
      return;
    }
    if (!this.still && now - this.since >= LIMIT_MS) this.change(true, this.since);
  }

  /** Another camera, or another connection, counts from the beginning. */
  restart(): void {
    this.frames = undefined;
  }

  private change(still: boolean, since: number): void {
    this.still = still;
    this.onChange(!still, since);
  }
}

/** `undefined` if the browser does not count them, or has no camera. */
function framesOf(report: RTCStatsReport): number | undefined {
  let frames: number | undefined;
  report.forEach((entry: Record<string, unknown>) => {
    if (entry["type"] !== "media-source" || entry["kind"] !== "video") return;
    if (typeof entry["frames"] === "number") frames = entry["frames"];
  });
  return frames;
}
