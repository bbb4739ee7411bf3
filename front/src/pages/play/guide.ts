/**
 * What this project knows of effects that GStreamer's own descriptions leave open: which of them experiments use first,
 * what their properties do to a voice or a face, and where a slider is useful. An effect that is not here has
 * GStreamer's descriptions, and sliders by {@link sliderRange}.
 */
export interface PropertyGuide {
  /** One sentence for a researcher. */
  sentence: string;
  /** The part of the allowed range that a slider shows. */
  slider?: readonly [from: number, to: number];
}

export interface EffectGuide {
  sentence: string;
  /** Other words by which it is searched for. */
  words?: string;
  /** Values with which a new effect can be heard or seen. */
  start?: Readonly<Record<string, string>>;
  properties?: Readonly<Record<string, PropertyGuide>>;
}

const MILLISECONDS = 1_000_000;

const PLACE: Record<string, PropertyGuide> = {
  "x-center": { sentence: "The middle of the change: 0 is the left edge of the picture, 1 the right edge." },
  "y-center": { sentence: "The middle of the change: 0 is the upper edge of the picture, 1 the lower edge." },
  radius: { sentence: "How much of the picture is changed: 0 is nothing, 1 is everything." },
  "off-edge-pixels": { sentence: "What is shown where the picture would end: its last pixel (clamp), its other side (wrap), or nothing (ignore)." },
};

/** In the order in which they are offered. */
export const USED_FIRST: Readonly<Record<string, EffectGuide>> = {
  pitch: {
    sentence: "Makes the voice higher or lower.",
    words: "voice tone higher lower frequency f0 gender age",
    properties: { pitch: { sentence: "1 leaves the voice as it is, 0.8 is lower, 1.25 is higher, 2 is an octave higher.", slider: [0.5, 2] } },
  },
  volume: {
    sentence: "Makes the voice louder or quieter.",
    words: "loudness quiet silence gain level",
    properties: {
      volume: { sentence: "1 leaves the voice as it is, 0.5 halves it, 0 is silence. Above 2 loud voices are distorted.", slider: [0, 2] },
      mute: { sentence: "Silences the voice." },
    },
  },
  "equalizer-3bands": {
    sentence: "Makes the voice warmer, clearer or sharper: three bands of its sound.",
    words: "tone timbre bass treble warm smile",
    properties: {
      band0: { sentence: "Low sounds, around 100 Hz, in dB: 0 leaves them as they are." },
      band1: { sentence: "The middle of the voice, around 1100 Hz, in dB: 0 leaves it as it is." },
      band2: { sentence: "High and sharp sounds, around 11 kHz, in dB: 0 leaves them as they are." },
    },
  },
  audiocheblimit: {
    sentence: "Takes away what is above or below a frequency, as a telephone or a wall does.",
    words: "filter muffled telephone low pass high pass cut",
    start: { cutoff: "1000" },
    properties: {
      cutoff: { sentence: "The frequency, in Hz. Voices are between 100 and 8000 Hz.", slider: [100, 8000] },
      mode: { sentence: "What stays: the sound below this frequency (low-pass), or above it (high-pass)." },
      poles: { sentence: "How sharply the sound is cut: more is sharper." },
      ripple: { sentence: "How uneven the sound that stays may be, in dB.", slider: [0, 10] },
    },
  },
  audioecho: {
    sentence: "Repeats the voice after a moment.",
    words: "delay repeat hall",
    start: { delay: String(200 * MILLISECONDS), "max-delay": String(1000 * MILLISECONDS), intensity: "0.4" },
    properties: {
      delay: { sentence: "The time until the echo, in nanoseconds: 200000000 is 200 ms. It must not exceed max-delay.", slider: [10 * MILLISECONDS, 1000 * MILLISECONDS] },
      "max-delay": { sentence: "The longest delay that can be set during the call, in nanoseconds.", slider: [10 * MILLISECONDS, 1000 * MILLISECONDS] },
      intensity: { sentence: "How loud the echo is: 0 is no echo, 1 is as loud as the voice." },
      feedback: { sentence: "How much of the echo is repeated: 0 is one echo." },
    },
  },
  freeverb: {
    sentence: "Puts the voice into a room.",
    words: "reverb hall room church",
    properties: {
      "room-size": { sentence: "The size of the room: 1 is a large hall." },
      damping: { sentence: "How much the walls swallow of high sounds." },
      level: { sentence: "0 is the voice alone, 1 is the room alone." },
      width: { sentence: "The width of the room in stereo. Calls have one channel, so it hardly matters." },
    },
  },
  mozza: { sentence: "Changes the expression of a face, such as its smile.", words: "smile face expression mouth" },
  videobalance: {
    sentence: "Changes brightness, contrast and colours.",
    words: "light dark colour saturation grey black white",
    properties: {
      brightness: { sentence: "0 leaves the picture as it is, -1 is black, 1 is white." },
      contrast: { sentence: "1 leaves the picture as it is, 0 is grey." },
      saturation: { sentence: "1 leaves the colours as they are, 0 is black and white." },
      hue: { sentence: "Turns the colours: 0 leaves them as they are, -1 and 1 are their opposites." },
    },
  },
  coloreffects: {
    sentence: "Gives the whole picture other colours.",
    words: "sepia heat x-ray filter colour",
    properties: { preset: { sentence: "Which colours." } },
  },
  gamma: {
    sentence: "Makes the middle tones lighter or darker. Black and white stay.",
    words: "light dark bright",
    properties: { gamma: { sentence: "1 leaves the picture as it is, less is darker, more is lighter.", slider: [0.3, 3] } },
  },
  bulge: {
    sentence: "Enlarges a part of the picture, as a magnifying glass does.",
    words: "face larger zoom fat",
    properties: { zoom: { sentence: "How much: 1 changes nothing.", slider: [1, 5] }, ...PLACE },
  },
  pinch: {
    sentence: "Draws a part of the picture together, or pulls it apart.",
    words: "face smaller thin",
    properties: { intensity: { sentence: "0 changes nothing, more draws together, less pulls apart." }, ...PLACE },
  },
  stretch: {
    sentence: "Stretches the middle of the picture.",
    words: "face wide",
    properties: { intensity: { sentence: "0 changes nothing, 1 is the most." }, ...PLACE },
  },
  videoflip: {
    sentence: "Turns or mirrors the picture.",
    words: "mirror rotate upside down",
    properties: {
      "video-direction": { sentence: "How it is turned: horiz mirrors left and right, vert turns it upside down, 90r and 90l turn it by a quarter." },
      method: { sentence: "The older form of video-direction, which is used instead." },
    },
  },
};

/** The sentence for an effect: this project's, or else that of its maker. */
export function aboutEffect(effect: { name: string; origin: string; title: string; description: string }): string {
  const own = effect.origin === "element" ? USED_FIRST[effect.name]?.sentence : undefined;
  return own ?? asSentence(effect.description || effect.title);
}

/** The sentence for a property, with its range where it has one. */
export function aboutProperty(effect: { name: string; origin: string }, property: { name: string; description: string; min?: number | string; max?: number | string }): string {
  const own = guideOf(effect, property.name)?.sentence ?? asSentence(property.description);
  const range = property.min === undefined || property.max === undefined ? "" : `Allowed: ${readable(property.min)} to ${readable(property.max)}.`;
  return [own, range].filter((part) => part !== "").join(" ");
}

/** Whether a property belongs to those that are shown first: the guided ones, and all of an effect that has no guide. */
export function isShownFirst(effect: { name: string; origin: string }, property: string): boolean {
  const guided = effect.origin === "element" ? USED_FIRST[effect.name]?.properties : undefined;
  return guided === undefined || property in guided;
}

export function guideOf(effect: { name: string; origin: string }, property: string): PropertyGuide | undefined {
  return effect.origin === "element" ? USED_FIRST[effect.name]?.properties?.[property] : undefined;
}

/** GStreamer's descriptions begin with a small letter and end without a full stop, or do not. */
function asSentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  return trimmed[0]?.toUpperCase() + trimmed.slice(1) + (/[.!?)]$/.test(trimmed) ? "" : ".");
}

/** Numbers beyond a million have groups of three digits, so that they can be read. */
function readable(value: number | string): string {
  const text = String(value).replace(/\.0$/, "");
  return /^-?\d{7,}$/.test(text) ? text.replace(/\B(?=(\d{3})+$)/g, " ") : text;
}
