import assert from "node:assert/strict";
import { test } from "node:test";
import { knobs, moved, text, type EffectDescription, type Link, type Property } from "../src/pages/play/chain.ts";
import { countSentence, found, groups, labelOf } from "../src/pages/play/groups.ts";
import { aboutEffect, aboutProperty, guideOf, isShownFirst, USED_FIRST } from "../src/pages/play/guide.ts";
import { sliderRange } from "../src/pages/play/range.ts";

const property = (p: Partial<Property>): Property => ({ name: "p", type: "float", live: true, description: "", ...p });
const effect = (name: string, ...properties: Property[]): EffectDescription => ({ name, origin: "element", title: name, description: "", properties });
const link = (name: string, id: string, ...values: [string, string][]): Link => ({ effect: effect(name), id, values: new Map(values) });

test("a chain becomes the text that DuckSoup is given", () => {
  assert.equal(text([]), "");
  assert.equal(text([link("pitch", "fx1", ["pitch", "0.8"])]), "pitch pitch=0.8 name=fx1");
  assert.equal(text([link("pitch", "fx1"), link("audioecho", "fx2", ["delay", "5"])]), "pitch name=fx1 ! audioecho delay=5 name=fx2");
  assert.equal(text([link("timeoverlay", "fx1", ["font-desc", 'Sans "12"'])]), 'timeoverlay font-desc="Sans \\"12\\"" name=fx1');
});

test("links change places, and stay where there is no place", () => {
  assert.deepEqual(moved([1, 2, 3], 0, 1), [2, 1, 3]);
  assert.deepEqual(moved([1, 2, 3], 2, -1), [1, 3, 2]);
  assert.deepEqual(moved([1, 2, 3], 0, -1), [1, 2, 3]);
  assert.deepEqual(moved([1, 2, 3], 2, 1), [1, 2, 3]);
});

test("a slider only where the range is one a hand can use", () => {
  assert.deepEqual(sliderRange(property({ min: 0, max: 1, default: "0.5" })), { min: 0, max: 1, step: 0.005 });
  assert.deepEqual(sliderRange(property({ type: "int", min: 0, max: 64 })), { min: 0, max: 64, step: 1 });
  assert.equal(sliderRange(property({ type: "uint64", min: "0", max: "18446744073709551615", default: "18446744073709551612" })), null);
  assert.equal(sliderRange(property({})), null);
});

test("a slider shows the part of a wide range in which something changes", () => {
  assert.deepEqual(sliderRange(property({ min: "-100", max: "100", default: "0" })), { min: -10, max: 10, step: 0.1 });
  assert.deepEqual(sliderRange(property({ type: "int", min: 0, max: 4096, default: 25 })), { min: 0, max: 250, step: 1 });
  assert.deepEqual(sliderRange(property({ name: "upper-frequency", min: 0, max: 100_000, default: "0" })), { min: 0, max: 8000, step: 20 });
  const delay = property({ name: "delay", type: "uint64", min: "1", max: "5000000000", default: "1" });
  assert.deepEqual(sliderRange(delay), { min: 5e6, max: 1e9, step: 5e6 });
});

test("the guide narrows a slider, and never beyond what is allowed", () => {
  const pitch = property({ name: "pitch", min: "0.1", max: "10", default: "1" });
  assert.deepEqual(sliderRange(pitch, guideOf(effect("pitch"), "pitch")), { min: 0.5, max: 2, step: 0.005 });
  assert.deepEqual(sliderRange({ ...pitch, max: "1.5" }, { sentence: "", slider: [0.5, 2] }), { min: 0.5, max: 1.5, step: 0.005 });
  assert.equal(guideOf({ name: "pitch", origin: "lab" }, "pitch"), undefined);
});

test("every guided property says what it does, in a sentence", () => {
  for (const [name, { sentence, properties = {} }] of Object.entries(USED_FIRST)) {
    for (const one of [sentence, ...Object.values(properties).map((guide) => guide.sentence)]) assert.match(one, /^[A-Z0-9-].*\.$/, name);
  }
});

test("properties without a guide are shown behind those that have one", () => {
  assert.deepEqual(["delay", "surround-mask"].map((name) => isShownFirst(effect("audioecho"), name)), [true, false]);
  assert.equal(isShownFirst(effect("twirl"), "angle"), true);
  assert.equal(isShownFirst({ name: "audioecho", origin: "lab" }, "surround-mask"), true);
});

test("a property has a sentence and its range, whatever GStreamer wrote", () => {
  const zoom = property({ name: "zoom", min: "1.0", max: "100.0", description: "Zoom of the bulge effect" });
  assert.equal(aboutProperty(effect("circle"), zoom), "Zoom of the bulge effect. Allowed: 1 to 100.");
  assert.equal(aboutProperty(effect("bulge"), zoom), "How much: 1 changes nothing. Allowed: 1 to 100.");
  assert.equal(aboutProperty(effect("x"), property({ description: "delay in ns", min: "1", max: "5000000000" })), "Delay in ns. Allowed: 1 to 5 000 000 000.");
  assert.equal(aboutProperty(effect("x"), property({})), "");
  assert.equal(aboutEffect({ ...effect("edgetv"), description: "Apply edge detect on video" }), "Apply edge detect on video.");
});

const catalogue: EffectDescription[] = [
  { ...effect("audioecho"), kind: "audio" },
  { ...effect("pitch", property({ name: "pitch" })), kind: "audio" },
  { ...effect("softer-voice"), origin: "preset", description: "pitch pitch=0.9" },
  { ...effect("robot"), origin: "lab", kind: "audio", title: "Robot" },
  { ...effect("audiodynamic"), kind: "audio", title: "Dynamic range controller", description: "Compressor and Expander" },
  { ...effect("brandnew"), kind: "audio" },
  { ...effect("edgetv"), kind: "video" },
];

test("effects are in groups: the operator's, labs', those that experiments use first, the rest by theme", () => {
  const shown = groups(catalogue, "audio").map(({ title, effects }) => [title, effects.map(({ name }) => name)]);
  assert.deepEqual(shown, [
    ["Named by the operator", ["softer-voice"]],
    ["Of a lab", ["robot"]],
    ["Used first in experiments", ["pitch", "audioecho"]],
    ["Loudness", ["audiodynamic"]],
    ["Others", ["brandnew"]],
  ]);
  assert.deepEqual(groups(catalogue, "video").map(({ title }) => title), ["Named by the operator", "Like a film or a drawing"]);
});

test("a search finds what a researcher calls it, with every word", () => {
  const all = groups(catalogue, "audio");
  const names = (search: string): string[] => found(all, search).flatMap(({ effects }) => effects.map(({ name }) => name));
  assert.deepEqual(names("  "), names(""));
  assert.equal(names("").length, 6);
  assert.deepEqual(names("LOWER voice"), ["pitch"]);
  assert.deepEqual(names("compressor"), ["audiodynamic"]);
  assert.deepEqual(names("lower nonsense"), []);
  assert.equal(countSentence(found(all, "lower nonsense")), "No effect has all these words.");
  assert.equal(countSentence(found(all, "lower voice")), "1 effect.");
  assert.equal(countSentence(all), "6 effects.");
});

test("the list says in words what an effect does", () => {
  assert.equal(labelOf(effect("pitch")), "pitch – Makes the voice higher or lower");
  assert.equal(labelOf({ ...effect("edgetv"), title: "EdgeTV effect" }), "edgetv – EdgeTV effect");
  assert.equal(labelOf(effect("robot")), "robot");
});

test("knobs are for numbers, switches and choices", () => {
  const all = effect("x", property({ name: "a" }), property({ name: "b", type: "boolean" }), property({ name: "c", type: "string" }), property({ name: "d", type: "enum", choices: ["x", "y"] }));
  assert.deepEqual(knobs(all).map(({ name }) => name), ["a", "b", "d"]);
});
