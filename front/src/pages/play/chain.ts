/** An effect of `/test/play/effects.json`. */
export interface Property {
  name: string;
  type: string;
  min?: number | string;
  max?: number | string;
  default?: string | number | boolean;
  choices?: string[];
  live: boolean;
  description: string;
}

export interface EffectDescription {
  name: string;
  kind?: "audio" | "video";
  origin: string;
  title: string;
  description: string;
  properties: Property[];
}

/** An effect in a chain. Properties that are not in `values` have their defaults. */
export interface Link {
  effect: EffectDescription;
  /** The name for live control; unique in the page. */
  id: string;
  values: Map<string, string>;
}

/** The text of a chain for DuckSoup; empty without effects. */
export function text(chain: readonly Link[]): string {
  return chain
    .map(({ effect, id, values }) => [effect.name, ...[...values].map(([name, value]) => `${name}=${quoted(value)}`), `name=${id}`].join(" "))
    .join(" ! ");
}

function quoted(value: string): string {
  return /^[A-Za-z0-9_.+-]+$/.test(value) ? value : `"${value.replace(/(["\\])/g, "\\$1")}"`;
}

/** The chain with one effect moved by one place. */
export function moved<T>(chain: readonly T[], from: number, by: number): T[] {
  const to = from + by;
  const next = [...chain];
  if (to < 0 || to >= chain.length) return next;
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

export function isNumber(type: string): boolean {
  return isWhole(type) || /float|double/.test(type);
}

export function isWhole(type: string): boolean {
  return /int/.test(type);
}

/** The properties that are shown: numbers, switches and choices. */
export function knobs(effect: EffectDescription): Property[] {
  return effect.properties.filter((p) => isNumber(p.type) || p.type === "boolean" || (p.choices?.length ?? 0) > 0);
}
