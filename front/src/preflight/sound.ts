/** The level of samples between -1 and 1, in dB below full scale. Silence is -100. */
export function decibels(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 || sum === 0 ? -100 : Math.max(-100, 10 * Math.log10(sum / samples.length));
}

/** Whether the loudest sample is at full scale. */
export function isClipped(samples: Float32Array): boolean {
  return samples.some((sample) => Math.abs(sample) >= 0.99);
}

/** The value below which this share of the values lies; 0 without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

export const CHIRP_SECONDS = 0.2;
const [LOWEST_HERTZ, HIGHEST_HERTZ] = [600, 2400];
/** This rate is high enough for the chirp, and quick to compare. */
const COMPARED_HERTZ = 12_000;

/** A rising tone, which does not occur in a room by chance. It is faded in and out, so that it does not click. */
export function chirp(sampleRate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(CHIRP_SECONDS * sampleRate));
  for (let i = 0; i < samples.length; i++) {
    const t = i / sampleRate;
    const phase = 2 * Math.PI * (LOWEST_HERTZ * t + ((HIGHEST_HERTZ - LOWEST_HERTZ) * t * t) / (2 * CHIRP_SECONDS));
    samples[i] = 0.5 * Math.sin(phase) * Math.sin((Math.PI * i) / samples.length);
  }
  return samples;
}

/** A copy of one sound within another. */
export interface Match {
  /** 1 if the sounds differ in their level only; noise alone stays below 0.2. */
  correlation: number;
  /** The level relative to the original, in dB. */
  level: number;
  /** The position in the recorded sound, in seconds. */
  at: number;
}

/** The position at which `heard` is most similar to {@link chirp}. */
export function findChirp(heard: Float32Array, sampleRate: number): Match {
  const factor = Math.max(1, Math.round(sampleRate / COMPARED_HERTZ));
  const pattern = slower(chirp(sampleRate), factor);
  const sound = slower(heard, factor);
  const patternEnergy = energy(pattern, 0, pattern.length);
  let best: Match = { correlation: 0, level: -100, at: 0 };
  for (let lag = 0; lag + pattern.length <= sound.length; lag++) {
    let product = 0;
    for (let i = 0; i < pattern.length; i++) product += (pattern[i] as number) * (sound[lag + i] as number);
    const amplitude = Math.abs(product) / patternEnergy;
    const soundEnergy = energy(sound, lag, pattern.length);
    const correlation = soundEnergy === 0 ? 0 : Math.abs(product) / Math.sqrt(patternEnergy * soundEnergy);
    if (correlation > best.correlation) {
      best = { correlation, level: Math.max(-100, 20 * Math.log10(amplitude)), at: (lag * factor) / sampleRate };
    }
  }
  return best;
}

/** The means of groups of samples. */
function slower(samples: Float32Array, factor: number): Float32Array {
  const means = new Float32Array(Math.floor(samples.length / factor));
  for (let i = 0; i < means.length; i++) {
    let sum = 0;
    for (let j = 0; j < factor; j++) sum += samples[i * factor + j] as number;
    means[i] = sum / factor;
  }
  return means;
}

function energy(samples: Float32Array, from: number, count: number): number {
  let sum = 0;
  for (let i = from; i < from + count; i++) sum += (samples[i] as number) ** 2;
  return sum;
}

const LEAST_CORRELATION = 0.3;
const SAME_DELAY_SECONDS = 0.03;

/** An echo always has the same shape and the same delay. A single match is chance. */
export function echoOf(matches: readonly Match[]): { heard: boolean; correlation: number; level: number; delay: number } {
  const alike = matches.filter(({ correlation }) => correlation >= LEAST_CORRELATION);
  const agreeing = alike.filter(({ at }) => alike.filter((other) => Math.abs(other.at - at) <= SAME_DELAY_SECONDS).length >= 2);
  const all = [...(agreeing.length > 0 ? agreeing : matches)].sort((a, b) => b.correlation - a.correlation);
  const { correlation, level, at } = all[0] ?? { correlation: 0, level: -100, at: 0 };
  return { heard: agreeing.length > 0, correlation: round(correlation, 2), level: round(level, 1), delay: Math.round(at * 1000) };
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
