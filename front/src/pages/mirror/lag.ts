/** What was observed at one moment: the loudness of a sound, or the brightness of each part of a picture. */
export type Moment = readonly number[];

/** How much later one series of moments repeats another. */
export interface Lag {
  /** Moments. Between them it is interpolated. */
  lag: number;
  /** 1 if the second series is a delayed copy of the first; noise stays below 0.5. */
  correlation: number;
}

/**
 * The delay at which `late` is most similar to `early`. Both end at the same time.
 *
 * @param most the longest delay that is tried, in moments
 * @return null if nothing changes in one of them, or if they are too short
 */
export function lagOf(early: readonly Moment[], late: readonly Moment[], most: number): Lag | null {
  const count = Math.min(early.length, late.length);
  // With less than this in common, anything resembles anything.
  const least = Math.ceil(count / 4);
  const [first, second] = [early.slice(early.length - count), late.slice(late.length - count)];
  // The lag before 0 is there for the interpolation only: a copy is never early.
  const similarities = count > 1 ? [similarity(first.slice(1), second.slice(0, -1))] : [];
  for (let lag = 0; lag <= most && count > 1 && count - lag >= least; lag++) {
    similarities.push(similarity(first.slice(0, count - lag), second.slice(lag)));
  }
  const best = similarities.indexOf(Math.max(...similarities));
  const correlation = similarities[best];
  if (correlation === undefined || !Number.isFinite(correlation) || correlation <= 0) return null;
  return { lag: Math.max(0, best - 1 + peakOffset(similarities, best)), correlation };
}

/** Pearson's correlation over time, of all values of the moments together; `-Infinity` if one series does not change. */
function similarity(first: readonly Moment[], second: readonly Moment[]): number {
  let [product, firstSquares, secondSquares] = [0, 0, 0];
  for (let value = 0; value < (first[0]?.length ?? 0); value++) {
    const [firstMean, secondMean] = [mean(first.map((moment) => moment[value] ?? 0)), mean(second.map((moment) => moment[value] ?? 0))];
    for (let i = 0; i < first.length; i++) {
      const [a, b] = [(first[i]?.[value] ?? 0) - firstMean, (second[i]?.[value] ?? 0) - secondMean];
      product += a * b;
      firstSquares += a * a;
      secondSquares += b * b;
    }
  }
  // What remains of sums that should be 0 is no change.
  return firstSquares * secondSquares < 1e-12 ? -Infinity : product / Math.sqrt(firstSquares * secondSquares);
}

/** The top of the parabola through the best value and its neighbours, -0.5 to 0.5. */
function peakOffset(values: readonly number[], best: number): number {
  const [before, at, after] = [values[best - 1], values[best] as number, values[best + 1]];
  if (before === undefined || after === undefined || !Number.isFinite(before + after)) return 0;
  const bend = before - 2 * at + after;
  return bend === 0 ? 0 : Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend));
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The loudness of a sound in steps of some milliseconds, smooth enough to hide the pitch of a voice. */
export function envelope(samples: Float32Array, samplesPerStep: number): Moment[] {
  const steps: number[] = [];
  for (let start = 0; start + samplesPerStep <= samples.length; start += samplesPerStep) {
    let sum = 0;
    for (let i = start; i < start + samplesPerStep; i++) sum += Math.abs(samples[i] as number);
    steps.push(sum / samplesPerStep);
  }
  return steps.map((_, i) => [mean(steps.slice(Math.max(0, i - SMOOTH), i + SMOOTH + 1))]);
}

/** Steps to each side. */
const SMOOTH = 4;

/** The values at equal distances in time, from observations at any times. */
export function evenly(moments: readonly Moment[], times: readonly number[], period: number): Moment[] {
  const even: Moment[] = [];
  let next = 1;
  for (let at = times[0] ?? 0; at <= (times[times.length - 1] ?? -1); at += period) {
    while ((times[next] ?? Infinity) < at) next++;
    const [before, after] = [times[next - 1] ?? at, times[next] ?? at];
    const share = after > before ? (at - before) / (after - before) : 0;
    even.push((moments[next - 1] ?? []).map((value, i) => value + share * ((moments[next]?.[i] ?? value) - value)));
  }
  return even;
}

/** What changes from each moment to the next. Its copy is found more sharply than that of what stays for a while. */
export function changes(moments: readonly Moment[]): Moment[] {
  return moments.slice(1).map((moment, i) => moment.map((value, at) => value - (moments[i]?.[at] ?? value)));
}

/** The middle one of the newest measurements, which a single wrong one does not change. */
export class Measurements {
  private readonly newest: number[] = [];

  /**
   * @param least measurements that make a figure
   * @param kept measurements that count
   */
  constructor(private readonly least: number, private readonly kept: number) {}

  add(milliseconds: number): void {
    this.newest.push(milliseconds);
    if (this.newest.length > this.kept) this.newest.shift();
  }

  /** Undefined until there are enough. */
  middle(): number | undefined {
    const sorted = [...this.newest].sort((a, b) => a - b);
    return sorted.length < this.least ? undefined : sorted[Math.floor(sorted.length / 2)];
  }
}

/**
 * How much later one sees and hears oneself. The figures are rounded to what the measurement can tell.
 *
 * @param listens whether the browser lets the page work with sound
 */
export function latenessSentence(seen: number | undefined, heard: number | undefined, listens = true): string {
  const [picture, sound] = [later(seen), later(heard)];
  if (picture !== undefined && sound !== undefined) return `You see yourself ${picture}, and hear yourself ${sound}.`;
  if (!listens) return `${picture === undefined ? "Move, to measure the picture" : `You see yourself ${picture}`}. ${DEAF}`;
  if (picture !== undefined) return `You see yourself ${picture}. Speak, to measure the sound.`;
  if (sound !== undefined) return `You hear yourself ${sound}. Move, to measure the picture.`;
  return "Speak and move: the page measures how much later you hear and see yourself.";
}

const DEAF = "The browser does not let this page listen to the sound yet; a click on the page may help.";

function later(milliseconds: number | undefined): string | undefined {
  if (milliseconds === undefined) return undefined;
  return milliseconds < SHORTEST_MS ? `less than ${SHORTEST_MS} ms later` : `about ${Math.round(milliseconds / 10) * 10} ms later`;
}

/** A shorter time cannot be told from none: it is less than a picture lasts. */
const SHORTEST_MS = 20;
