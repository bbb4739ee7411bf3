import assert from "node:assert/strict";
import { test } from "node:test";
import { History, summary, title, type TrackFigures } from "../src/pages/stats/figures.ts";

const figures = (InputKbs: number): TrackFigures => ({ From: "ann", Kind: "video", InputKbs, OutputKbs: 5, TargetKbs: 0 });

test("a curve ends at the right edge with its newest value, and scales with the highest of all", () => {
  const history = new History();
  assert.equal(history.highest(), 10);
  history.add(figures(100));
  history.add(figures(0));
  assert.equal(history.highest(), 100);
  const path = history.path("InputKbs", 400, 110);
  assert.match(path, /^M397\.0 10\.0 L400\.0 110\.0$/);
});

test("without a target there is no curve of it", () => {
  const history = new History();
  history.add(figures(100));
  assert.equal(history.path("TargetKbs", 400, 100), "");
  history.add({ ...figures(100), TargetKbs: 50 });
  assert.notEqual(history.path("TargetKbs", 400, 100), "");
});

test("only two minutes are kept", () => {
  const history = new History();
  history.add(figures(5000));
  for (let i = 0; i < 134; i++) history.add(figures(20));
  assert.equal(history.highest(), 20);
  assert.match(history.path("InputKbs", 400, 100), /^M0\.0 /);
});

test("an interaction's title begins with its name, whatever is in it", () => {
  assert.equal(title("https://lab.example#exp#trial #1"), "trial #1 · exp · https://lab.example");
});

test("what is not known is not shown", () => {
  assert.equal(summary(figures(1)), "lost 0 · jitter 0 ms");
  assert.equal(summary({ ...figures(1), LostInAll: 3, JitterMs: 2.5, Resolution: "640x480", FrameRate: "30" }), "lost 3 · jitter 2.5 ms · 640x480 at 30/s");
});
