import { changes, evenly, lagOf, mean, Measurements, type Lag, type Moment } from "./lag.ts";

const [WIDTH, HEIGHT] = [16, 12];
/** Long enough for a movement and its copy. */
const SAMPLES = 120;
const LONGEST_LAG_MS = 1000;
const PERIOD_MS = 25;
const LEAST_CORRELATION = 0.5;
/** The mean change of a part of the picture, 0 to 255, below which nobody moves. */
const LEAST_MOTION = 0.1;

/** Compares the picture of the camera with the one that comes back. */
export class PictureWatch {
  private readonly direct: Pictures;
  private readonly through: Pictures;
  private readonly lags = new Measurements(1, 3);
  private times: number[] = [];

  constructor(direct: HTMLVideoElement, through: HTMLVideoElement) {
    this.direct = new Pictures(direct);
    this.through = new Pictures(through);
  }

  /** To be called about thirty times in a second. */
  look(): void {
    if (!this.direct.isThere() || !this.through.isThere()) return;
    this.times.push(performance.now());
    this.direct.look();
    this.through.look();
    if (this.times.length > SAMPLES) this.compare();
  }

  private compare(): void {
    const [direct, through, times] = [this.direct.take(), this.through.take(), this.times];
    this.times = [];
    // A busy page looks at uneven times.
    const found = pictureLag(evenly(direct, times, PERIOD_MS), evenly(through, times, PERIOD_MS), LONGEST_LAG_MS / PERIOD_MS);
    if (found) this.lags.add(found.lag * PERIOD_MS);
  }

  /** How much later the picture comes back, in ms. */
  lateness(): number | undefined {
    return this.lags.middle();
  }
}

/**
 * Null if nobody moves, or if the pictures have nothing in common. Effects on colours keep what gets lighter and darker
 * when. Effects that move parts of the picture keep at least how much moves when.
 *
 * @param direct brightness of the parts of each picture
 * @param most the longest delay that is tried, in pictures
 */
export function pictureLag(direct: readonly Moment[], through: readonly Moment[], most: number): Lag | null {
  const [changed, changedThrough] = [changes(direct), changes(through)];
  const [moved, movedThrough] = [changed.map(amount), changedThrough.map(amount)];
  if (mean(moved.map(([change = 0]) => change)) < LEAST_MOTION) return null;
  const candidates = [lagOf(changed, changedThrough, most), lagOf(moved, movedThrough, most)];
  return candidates.find((found) => found !== null && found.correlation >= LEAST_CORRELATION) ?? null;
}

/** How much moves, wherever it is. */
function amount(change: Moment): Moment {
  return [mean(change.map(Math.abs))];
}

/** The pictures of a video, small and grey. */
class Pictures {
  private readonly context: CanvasRenderingContext2D | null;
  private taken: Moment[] = [];

  constructor(private readonly video: HTMLVideoElement) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [WIDTH, HEIGHT];
    this.context = canvas.getContext("2d", { willReadFrequently: true });
  }

  isThere(): boolean {
    return this.context !== null && this.video.videoWidth > 0;
  }

  look(): void {
    if (!this.context) return;
    this.context.drawImage(this.video, 0, 0, WIDTH, HEIGHT);
    const { data } = this.context.getImageData(0, 0, WIDTH, HEIGHT);
    const parts: number[] = [];
    for (let i = 0; i < data.length; i += 4) parts.push(((data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0)) / 3);
    this.taken.push(parts);
  }

  take(): Moment[] {
    const taken = this.taken;
    this.taken = [];
    return taken;
  }
}
