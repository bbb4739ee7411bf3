import { isWhole, type Property } from "./chain.ts";
import type { PropertyGuide } from "./guide.ts";

export interface SliderRange {
  min: number;
  max: number;
  step: number;
}

/** A slider of more than this many times the default has most of its length where nothing useful is. */
const WIDEST = 100;
const HIGHEST_HERTZ = 8000;
const LONGEST_NANOSECONDS = 1e9;

/** A range that a hand can use. Without such a range there is only a field for the number, which takes every allowed value. */
export function sliderRange(property: Property, guide?: PropertyGuide): SliderRange | null {
  const [min, max] = [Number(property.min ?? NaN), Number(property.max ?? NaN)];
  if (guide?.slider) return range(property, Math.max(guide.slider[0], within(min, -Infinity)), Math.min(guide.slider[1], within(max, Infinity)));
  if (!Number.isFinite(min) || !Number.isFinite(max) || max <= min) return null;
  const [from, to] = useful(property, min, max);
  return to - from > 1e6 && !isTime(property) ? null : range(property, from, to);
}

function within(bound: number, otherwise: number): number {
  return Number.isFinite(bound) ? bound : otherwise;
}

/** The part of the allowed range in which changes are heard and seen. */
function useful(property: Property, min: number, max: number): [number, number] {
  if (/freq|cutoff/.test(property.name)) return [Math.max(min, 0), Math.min(max, HIGHEST_HERTZ)];
  if (isTime(property)) return [Math.max(min, 0), Math.min(max, LONGEST_NANOSECONDS)];
  const size = Math.max(1, Math.abs(Number(property.default ?? 0)) || 0);
  if (max - min <= WIDEST * size) return [min, max];
  return [Math.max(min, -10 * size), Math.min(max, 10 * size)];
}

/** Nanoseconds. */
function isTime({ name, type }: Property): boolean {
  return type === "uint64" && /delay|time|interval|ttl|latency/.test(name);
}

/** Every position of the slider is a round number, so that neutral values such as 0 and 1 can be reached. */
function range(property: Property, min: number, max: number): SliderRange | null {
  if (max <= min) return null;
  const round = roundStep((max - min) / 200);
  const step = isWhole(property.type) ? Math.max(1, round) : round;
  const from = Number((Math.ceil(min / step - 1e-9) * step).toPrecision(12));
  return { min: from, max, step };
}

/** The largest of 1, 2 and 5, and of their tenths, tens and so on, that is not above this. */
function roundStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most) + 1e-9);
  const digit = [5, 2, 1].find((one) => one * power <= most * (1 + 1e-9)) ?? 1;
  return Number((digit * power).toPrecision(1));
}
