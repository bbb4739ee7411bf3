/** The feed's figures of one track, in the server's spelling. */
export interface TrackFigures {
  From: string;
  Kind: string;
  InputKbs: number;
  OutputKbs: number;
  TargetKbs: number;
  Lost?: number;
  LostInAll?: number;
  Packets?: number;
  JitterMs?: number;
  RoundTripMs?: number;
  Resolution?: string;
  FrameRate?: string;
  KeyFrames?: string;
  Pli?: string;
  PliSent?: number;
}

export interface ServerFigures {
  CpuPercent?: number;
  /** Processes of effects, apart from the server's. */
  Workers?: number;
  WorkersMebibytes?: number;
  WorkersCorePercent?: number;
}

export type Update = Record<string, Record<string, TrackFigures>>;

export const CURVES = ["InputKbs", "OutputKbs", "TargetKbs"] as const;
export type Curve = (typeof CURVES)[number];

/** Two minutes, with a frame every 900 ms. */
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

  /**
   * The highest value that was measured, or the target unless it is far above. Never zero, so that an empty plot has a
   * scale.
   */
  highest(): number {
    const { InputKbs, OutputKbs, TargetKbs } = this.values;
    const measured = Math.max(10, ...InputKbs, ...OutputKbs);
    const all = Math.max(measured, ...TargetKbs);
    return all <= 2 * measured ? all : measured;
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

/** The figures below a plot, with their labels, without those that are not known. */
export function rows(figures: TrackFigures): Array<[label: string, value: string]> {
  const { LostInAll = 0, Lost = 0, Packets = 0, JitterMs = 0, RoundTripMs, Resolution, FrameRate, KeyFrames, Pli, PliSent } = figures;
  const share = Lost > 0 ? ` (${((100 * Lost) / (Lost + Math.max(0, Packets))).toFixed(1)} % now)` : "";
  const all: Array<[string, string | undefined]> = [
    ["lost packets", `${LostInAll}${share}`],
    ["jitter", `${JitterMs} ms`],
    ["round trip", RoundTripMs === undefined ? undefined : `${RoundTripMs} ms`],
    ["resolution", Resolution?.replace("x", " × ")],
    ["frame rate", FrameRate && `${FrameRate}/s`],
    ["key frames", KeyFrames],
    ["asked for", PliSent === undefined ? undefined : `${PliSent}${Pli ? ` (${Pli} arrived)` : ""}`],
  ];
  return all.filter((row): row is [string, string] => Boolean(row[1]));
}

/** The figures of a whole interaction. */
export function totals(tracks: Record<string, TrackFigures>): string {
  const all = Object.values(tracks);
  const people = new Set(all.map(({ From }) => From)).size;
  const sum = (curve: Curve): number => all.reduce((total, figures) => total + (figures[curve] ?? 0), 0);
  return `${people} ${people === 1 ? "participant" : "participants"} · received ${sum("InputKbs")} kbit/s · sent on ${sum("OutputKbs")} kbit/s`;
}

/** The page's first line, which screen readers read whenever it changes. */
export function sentence(interactions: number): string {
  return interactions === 0 ? "No interaction at the moment." : `${interactions} ${interactions === 1 ? "interaction" : "interactions"}.`;
}

/** The figures beside it. They change every second, and screen readers do not read them. */
export function processor(server: ServerFigures | undefined): string {
  if (server?.CpuPercent === undefined) return "";
  const own = `CPU ${Math.round(server.CpuPercent)} % of this server's machine.`;
  const { Workers = 0, WorkersMebibytes = 0, WorkersCorePercent = 0 } = server;
  if (Workers === 0) return own;
  return `${own} ${Workers === 1 ? "A process" : `${Workers} processes`} of effects: ${WorkersCorePercent} % of a core, ${WorkersMebibytes} MiB.`;
}
