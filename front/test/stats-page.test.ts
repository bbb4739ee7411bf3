import assert from "node:assert/strict";
import { test } from "node:test";
import { History, processor, rows, sentence, title, totals, type TrackFigures } from "../src/pages/stats/figures.ts";

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

test("a target far above leaves the curves their scale", () => {
  const history = new History();
  history.add({ ...figures(100), TargetKbs: 1200 });
  assert.equal(history.highest(), 100);
  history.add({ ...figures(700), TargetKbs: 1200 });
  assert.equal(history.highest(), 1200);
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
  assert.deepEqual(rows(figures(1)), [["lost packets", "0"], ["jitter", "0 ms"]]);
  const all = { ...figures(1), Lost: 1, Packets: 99, LostInAll: 3, JitterMs: 2.5, RoundTripMs: 20.1, Resolution: "640x480", FrameRate: "30", KeyFrames: "7", Pli: "2", PliSent: 3 };
  assert.deepEqual(rows(all), [
    ["lost packets", "3 (1.0 % now)"], ["jitter", "2.5 ms"], ["round trip", "20.1 ms"], ["resolution", "640 × 480"],
    ["frame rate", "30/s"], ["key frames", "7"], ["asked for", "3 (2 arrived)"],
  ]);
});

test("an interaction's totals count each participant once", () => {
  const tracks = { a: figures(60), v: { ...figures(500), OutputKbs: 400 }, b: { ...figures(40), From: "bob" } };
  assert.equal(totals(tracks), "2 participants · received 600 kbit/s · sent on 410 kbit/s");
  assert.equal(totals({ a: figures(1) }), "1 participant · received 1 kbit/s · sent on 5 kbit/s");
});

test("the first line counts, and tells how busy the machine is", () => {
  assert.equal(sentence(0), "No interaction at the moment.");
  assert.equal(sentence(1), "1 interaction.");
  assert.equal(sentence(3), "3 interactions.");
  assert.equal(processor({ CpuPercent: 12.4 }), "CPU 12 % of this server's machine.");
  assert.equal(
    processor({ CpuPercent: 12.4, Workers: 2, WorkersMebibytes: 220, WorkersCorePercent: 24 }),
    "CPU 12 % of this server's machine. 2 processes of effects: 24 % of a core, 220 MiB.",
  );
  assert.equal(processor({}), "");
  assert.equal(processor(undefined), "");
});
