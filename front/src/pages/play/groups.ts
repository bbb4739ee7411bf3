import type { EffectDescription } from "./chain.ts";
import { aboutEffect, USED_FIRST } from "./guide.ts";

type Kind = "audio" | "video";

export interface Group {
  title: string;
  effects: EffectDescription[];
}

const NAMED = "Named by the operator";
const LABS = "Of a lab";
const FIRST = "Used first in experiments";
const OTHERS = "Others";

/** Beginnings of the names of GStreamer's elements, by what they are for. */
const THEMES: Record<Kind, ReadonlyArray<readonly [title: string, names: RegExp]>> = {
  audio: [
    ["Tone and filters", /^(equalizer|audiocheb|audiowsinc|audiofir|audioiir|audiokaraoke)/],
    ["Loudness", /^(audioamplify|audiodynamic|rglimiter|rgvolume|audioinvert)$/],
    ["Place of the sound", /^(audiopanorama|stereo|bs2b)$/],
    ["Measure, and change nothing", /^(level|spectrum|bpmdetect|chromaprint|dtmfdetect|rganalysis|accurip)$/],
    ["For engineers", /^(audioconvert|audioresample|audiosegmentclip|spanplc)$/],
  ],
  video: [
    ["Colours and light", /^(burn|chromahold|chromium|dodge|exclusion|solarize|videomedian|dilate)$/],
    ["Shape", /^(circle|fisheye|kaleidoscope|marble|mirror|perspective|rotate|sphere|square|tunnel|twirl|waterripple)$/],
    ["Like a film or a drawing", /tv$/],
    ["Text and marks", /^(clockoverlay|timeoverlay|simplevideomark|zebrastripe)$/],
    ["Size and edges", /^(videobox|videocrop|aspectratiocrop|smptealpha|alpha)$/],
    ["Measure, and change nothing", /^(videoanalyse|videodiff|scenechange|zxing|simplevideomarkdetect|fieldanalysis|combdetect|navigationtest|line21decoder)$/],
    ["For engineers", /^(videoconvert|videoscale|videoconvertscale|videosegmentclip|deinterlace|avdeinterlace|timecodestamper|alphacolor|cairooverlay|overlaycomposition)$/],
  ],
};

/** The effects for one medium, in groups: the operator's and labs' own, those that experiments use first, and the rest by theme. */
export function groups(all: readonly EffectDescription[], kind: Kind): Group[] {
  const titles = [NAMED, LABS, FIRST, ...THEMES[kind].map(([title]) => title), OTHERS];
  const fitting = all.filter((effect) => effect.kind === undefined || effect.kind === kind);
  return titles
    .map((title) => ({ title, effects: fitting.filter((effect) => groupOf(effect, kind) === title).sort(byUse) }))
    .filter(({ effects }) => effects.length > 0);
}

function groupOf({ name, origin }: EffectDescription, kind: Kind): string {
  if (origin === "preset") return NAMED;
  if (origin === "lab") return LABS;
  if (name in USED_FIRST) return FIRST;
  return THEMES[kind].find(([, names]) => names.test(name))?.[0] ?? OTHERS;
}

function byUse(a: EffectDescription, b: EffectDescription): number {
  const order = Object.keys(USED_FIRST);
  const [first, second] = [order.indexOf(a.name), order.indexOf(b.name)];
  return first >= 0 && second >= 0 ? first - second : a.name.localeCompare(b.name);
}

/** The groups with the effects that have every word of the search in their names, sentences or properties. */
export function found(all: readonly Group[], search: string): Group[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return [...all];
  return all
    .map(({ title, effects }) => ({ title, effects: effects.filter((effect) => words.every((word) => textOf(effect, title).includes(word))) }))
    .filter(({ effects }) => effects.length > 0);
}

function textOf(effect: EffectDescription, group: string): string {
  const own = effect.origin === "element" ? USED_FIRST[effect.name]?.words ?? "" : "";
  const properties = effect.properties.map(({ name }) => name).join(" ");
  return [effect.name, effect.title, effect.description, aboutEffect(effect), own, properties, group].join(" ").toLowerCase();
}

/** The result of a search, for screen readers. */
export function countSentence(shown: readonly Group[]): string {
  const count = shown.reduce((sum, { effects }) => sum + effects.length, 0);
  if (count === 0) return "No effect has all these words.";
  return count === 1 ? "1 effect." : `${count} effects.`;
}

/** The label of an effect in a list. */
export function labelOf(effect: EffectDescription): string {
  if (effect.origin === "element" && effect.name in USED_FIRST) return `${effect.name} – ${aboutEffect(effect).replace(/\.$/, "")}`;
  return effect.title && effect.title !== effect.name ? `${effect.name} – ${effect.title}` : effect.name;
}
