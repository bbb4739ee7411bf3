import assert from "node:assert/strict";
import { test } from "node:test";
import { changes, envelope, evenly, lagOf, latenessSentence, Measurements, type Moment } from "../src/pages/mirror/lag.ts";
import { pictureLag } from "../src/pages/mirror/picture-watch.ts";

/** Values without a pattern, the same in each run. */
function noise(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647);
}

const moments = (values: readonly number[]): Moment[] => values.map((value) => [value]);

test("a delayed copy is found, however loud it is", () => {
  const early = noise(300, 7);
  const late = [...noise(40, 9), ...early.slice(0, 260).map((value) => 0.2 * value + 3)];
  const found = lagOf(moments(early), moments(late), 100);
  assert.ok(found && Math.abs(found.lag - 40) < 0.5, String(found?.lag));
  assert.ok(found.correlation > 0.99);
});

test("a delay between two values is interpolated", () => {
  const wave = (at: number): number => Math.sin(at / 7) + Math.sin(at / 17 + 1) + Math.sin(at / 41 + 2);
  const early = Array.from({ length: 400 }, (_, i) => wave(i));
  const late = Array.from({ length: 400 }, (_, i) => wave(i - 12.4));
  const found = lagOf(moments(early), moments(late), 60);
  assert.ok(found && Math.abs(found.lag - 12.4) < 0.1, String(found?.lag));
});

test("what comes at once has no delay, and a part of one is interpolated", () => {
  const wave = (at: number): number => Math.sin(at / 7) + Math.sin(at / 17 + 1);
  const series = (delay: number): Moment[] => Array.from({ length: 200 }, (_, i) => [wave(i - delay)]);
  assert.equal(Math.round(10 * (lagOf(series(0), series(0), 20)?.lag ?? -1)), 0);
  assert.equal(Math.round(10 * (lagOf(series(0), series(0.4), 20)?.lag ?? -1)), 4);
  assert.equal(lagOf(series(0), series(-0.3), 20)?.lag, 0);
});

test("what is no copy has a low correlation, and what does not change has none", () => {
  const found = lagOf(moments(noise(300, 7)), moments(noise(300, 11)), 100);
  assert.ok(found === null || found.correlation < 0.5);
  assert.equal(lagOf(moments(noise(300, 7)), moments(new Array<number>(300).fill(0.1)), 100), null);
  assert.equal(lagOf([], [], 100), null);
});

/** A light that goes round among some places, each time step to the next one, as a person who moves evenly. */
function round(places: number, count: number, delay: number, order: (place: number) => number = (place) => place): Moment[] {
  return Array.from({ length: count }, (_, i) => Array.from({ length: places }, (_, place) => (order(place) === (i - delay + 10 * places) % places ? 200 : 40)));
}

test("an even movement is found by its place", () => {
  const found = pictureLag(round(30, 100, 0), round(30, 100, 4), 20);
  assert.ok(found && Math.abs(found.lag - 4) < 0.5, JSON.stringify(found));
});

test("in a mirrored or distorted picture a movement is found by its rhythm", () => {
  const rhythm = noise(100, 7).map((value) => (value > 0.7 ? 1 : 0));
  const places = rhythm.reduce<number[]>((all, step) => [...all, (all.at(-1) ?? 0) + step], []);
  const picture = (place: number): Moment => Array.from({ length: 12 }, (_, at) => (at === place % 12 ? 200 : 40));
  const late = [...new Array<number>(5).fill(0), ...places.slice(0, 95)];
  const found = pictureLag(places.map(picture), late.map((place) => [...picture(place)].reverse()), 20);
  assert.ok(found && Math.abs(found.lag - 5) < 0.6, JSON.stringify(found));
});

test("a still picture is not measured", () => {
  assert.equal(pictureLag(round(30, 100, 0).map(() => [1, 2, 3]), round(30, 100, 0), 20), null);
});

test("observations at uneven times become even ones", () => {
  assert.deepEqual(evenly([[0], [10], [40]], [100, 110, 140], 10), [[0], [10], [20], [30], [40]]);
  assert.deepEqual(evenly([], [], 10), []);
  assert.deepEqual(changes([[1, 5], [2, 5], [4, 0]]), [[1, 0], [2, -5]]);
});

test("an envelope follows the loudness and not the pitch", () => {
  const rate = 48_000;
  const tone = (hertz: number): Float32Array =>
    Float32Array.from({ length: rate / 2 }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / rate) * (1 + Math.sin((2 * Math.PI * 4 * i) / rate)));
  const [low, high] = [envelope(tone(220), 96), envelope(tone(440), 96)];
  assert.equal(low.length, 250);
  const found = lagOf(low, high, 50);
  assert.ok(found && found.lag < 2 && found.correlation > 0.98, JSON.stringify(found));
});

test("too few measurements are none, and a wrong one changes nothing", () => {
  const measurements = new Measurements(2, 7);
  measurements.add(180);
  assert.equal(measurements.middle(), undefined);
  measurements.add(182);
  measurements.add(900);
  assert.equal(measurements.middle(), 182);
  for (let i = 0; i < 10; i++) measurements.add(200);
  assert.equal(measurements.middle(), 200);
});

test("the sentence says what is known, and what to do for the rest", () => {
  assert.equal(latenessSentence(183, 121), "You see yourself about 180 ms later, and hear yourself about 120 ms later.");
  assert.equal(latenessSentence(7, 51), "You see yourself less than 20 ms later, and hear yourself about 50 ms later.");
  assert.match(latenessSentence(183, undefined), /180 ms later\. Speak/);
  assert.match(latenessSentence(undefined, 121), /120 ms later\. Move/);
  assert.match(latenessSentence(undefined, undefined), /^Speak and move/);
  assert.match(latenessSentence(183, undefined, false), /180 ms later\. The browser does not let this page listen/);
  assert.match(latenessSentence(undefined, undefined, false), /^Move/);
});
