import assert from "node:assert/strict";
import { test } from "node:test";
import { knobs, moved, sliderRange, text, type EffectDescription, type Link, type Property } from "../src/pages/play/chain.ts";

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
  assert.deepEqual(sliderRange(property({ min: 0.1, max: 10 })), { min: 0.1, max: 10, step: 0.01 });
  assert.deepEqual(sliderRange(property({ type: "int", min: 0, max: 255 })), { min: 0, max: 255, step: 1 });
  assert.equal(sliderRange(property({ type: "uint64", min: "0", max: "18446744073709551615" })), null);
  assert.equal(sliderRange(property({})), null);
});

test("knobs are for numbers, switches and choices", () => {
  const all = effect("x", property({ name: "a" }), property({ name: "b", type: "boolean" }), property({ name: "c", type: "string" }), property({ name: "d", type: "enum", choices: ["x", "y"] }));
  assert.deepEqual(knobs(all).map(({ name }) => name), ["a", "b", "d"]);
});
