/** What the feed says of one track; the server's spelling. */
export interface TrackFigures {
  From: string;
  Kind: string;
  InputKbs: number;
  OutputKbs: number;
  TargetKbs: number;
  Lost?: number;
  LostInAll?: number;
  JitterMs?: number;
  Resolution?: string;
  FrameRate?: string;
  KeyFrames?: string;
  Pli?: string;
}

export type Update = Record<string, Record<string, TrackFigures>>;

export const CURVES = ["InputKbs", "OutputKbs", "TargetKbs"] as const;
export type Curve = (typeof CURVES)[number];

/** Two minutes of a frame each 900 ms. */
const SAMPLES = 134;

/** The recent past of one track. */
export class History {
  private readonly values: Record<Curve, number[]> = { InputKbs: [], OutputKbs: [], TargetKbs: [] };

  add(figures: TrackFigures): void {
    for (const curve of CURVES) {
      const values = this.values[curve];
      values.push(figures[curve] ?? 0);
      if (values.length > SAMPLES) values.shift();
    }
  }

  /** Of all curves; never nothing, so that an empty plot has a scale. */
  highest(): number {
    return Math.max(10, ...CURVES.flatMap((curve) => this.values[curve]));
  }

  /** An SVG path in a box of this size, the newest value at its right end. */
  path(curve: Curve, width: number, height: number): string {
    const values = this.values[curve];
    // A track without an encoder has no target.
    if (curve === "TargetKbs" && values.every((value) => value === 0)) return "";
    const scale = height / (this.highest() * 1.1);
    const first = SAMPLES - values.length;
    return values
      .map((value, i) => `${i === 0 ? "M" : "L"}${(((first + i) * width) / (SAMPLES - 1)).toFixed(1)} ${(height - value * scale).toFixed(1)}`)
      .join(" ");
  }
}

/** `origin#namespace#name`, where the name may have `#` in it, as a title. */
export function title(interaction: string): string {
  const [origin = "", namespace = "", ...name] = interaction.split("#");
  return `${name.join("#")} · ${namespace} · ${origin}`;
}

/** One line below a plot. */
export function summary(figures: TrackFigures): string {
  const parts = [`lost ${figures.LostInAll ?? 0}`, `jitter ${figures.JitterMs ?? 0} ms`];
  if (figures.Resolution) parts.push(`${figures.Resolution}${figures.FrameRate ? ` at ${figures.FrameRate}/s` : ""}`);
  if (figures.KeyFrames) parts.push(`${figures.KeyFrames} key frames`);
  if (figures.Pli) parts.push(`${figures.Pli} asked for`);
  return parts.join(" · ");
}
