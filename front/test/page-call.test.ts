import assert from "node:assert/strict";
import { test } from "node:test";
import { SoundWatch } from "../src/pages/mirror/sound-watch.ts";
import { PageCall } from "../src/pages/shared/call.ts";
import { state } from "../src/pages/shared/view.ts";
import { pageOf, question } from "./fake-page.ts";
import { FakeElement, REQUIRED, settle, World } from "./fakes.ts";

/** A test page in a fake browser: its document has every element that is asked for. */
function testPage(world: World): void {
  pageOf(world);
  const elements = new Map<string, FakeElement>();
  const element = (id: string): FakeElement => elements.get(id) ?? (elements.set(id, new FakeElement("div", world)), element(id));
  const documentElement = new FakeElement("html", world);
  Object.assign(globalThis.document, { getElementById: element, querySelectorAll: () => [], documentElement, activeElement: null });
  Object.assign(window, { setInterval: () => 0, clearInterval() {} });
  window.DuckSoup = { render: (embed: object, peer: object) => world.render({ ...peer }, { ...embed }) } as typeof window.DuckSoup;
}

test("a test page that was left while the browser asks for the camera stays as it is when the answer comes", async () => {
  const world = new World();
  const { answer } = question(world);
  testPage(world);
  const streams: MediaStream[] = [];
  const call = new PageCall({ onLocalStream: (stream) => streams.push(stream), onTrack() {}, onFinished() {} }, "You left.");
  const started = call.start(REQUIRED);
  await settle();
  assert.equal(state(), "connecting");
  call.stop();
  assert.equal(state(), "ended");
  answer();
  await started;
  await settle();
  assert.deepEqual([state(), streams.length], ["ended", 0]);
  assert.deepEqual(world.leaks(), []);
});

test("the mirror page listens after a touch too, which counts when it ends", () => {
  const world = new World();
  testPage(world);
  let resumed = 0;
  const node = { connect() {}, gain: {} };
  const context = { createGain: () => node, createAnalyser: () => ({ ...node }), resume: async () => void resumed++, close: async () => {} };
  Object.defineProperty(globalThis, "AudioContext", { value: function () { return context; }, configurable: true });
  const watch = new SoundWatch();
  for (const gesture of ["pointerdown", "pointerup", "click", "keydown"]) world.fire(gesture);
  assert.equal(resumed, 4);
  watch.close();
});
