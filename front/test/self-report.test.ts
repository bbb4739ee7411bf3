import assert from "node:assert/strict";
import { test } from "node:test";
import { bounded } from "../src/player/bounded-text.ts";
import { describeBrowser } from "../src/player/browser-description.ts";
import { constraintsFor } from "../src/player/media.ts";
import { readPeerOptions } from "../src/player/options.ts";
import { REQUIRED, settle, World } from "./fakes.ts";

const settingsFor = (world: World): any[] => world.socket.frames("client_track_settings").map(({ payload }) => payload);

test("what the tracks are captured with is reported: label and settings, and nothing that identifies the device", async () => {
  const world = new World();
  await world.connected();
  world.track("video").settings["width"] = 640;
  await world.clock.advance(1_000);
  assert.deepEqual(settingsFor(world).map(({ type, label }) => [type, label]), [["audio", "fake"], ["video", "fake"], ["video", "fake"]]);
  assert.deepEqual(settingsFor(world)[2].settings, { width: 640 });
});

test("a change is reported once, also that of a device that was opened again", async () => {
  const world = new World();
  await world.connected({ deviceLabels: false });
  await world.clock.advance(5_000);
  assert.equal(settingsFor(world).length, 2);
  assert.equal("label" in settingsFor(world)[0], false, "deviceLabels: false");
  Object.assign(world.track("audio").settings, { echoCancellation: true, list: [1], text: "x".repeat(300), rate: NaN });
  world.track("audio").dispatchEvent(new Event("configurationchange"));
  await world.clock.advance(3_000);
  assert.equal(settingsFor(world).length, 3);
  assert.deepEqual(settingsFor(world)[2].settings, { echoCancellation: true, text: "x".repeat(50) });
});

test("a label in any script stays within the server's bound of 200 bytes, and keeps whole characters", () => {
  assert.equal(bounded("\u{1F399}".repeat(80)), "\u{1F399}".repeat(50));
  assert.equal(bounded("a\u0007b\ud800c"), "a b c");
});

test("a server that has lost its sessions is told again", async () => {
  const world = new World();
  await world.connected();
  world.socket.frame("joined", { context: "reconnection", iceServers: [] });
  await settle();
  assert.equal(settingsFor(world).length, 4);
  assert.equal(world.socket.frames("client_browser").length, 2);
});

test("browser and system: from Chromium's own words, or from the user agent", async () => {
  const world = new World();
  assert.deepEqual(await describeBrowser(world.platform), {
    browser: "Firefox 140.0", system: "X11; Linux x86_64; rv:140.0", userAgent: world.userAgent,
  });
  world.userAgentData = {
    getHighEntropyValues: async () => ({
      platform: "Windows", platformVersion: "15.0.0", model: "",
      fullVersionList: [{ brand: "Not/A)Brand", version: "8" }, { brand: "Chromium", version: "142.0.7" }, { brand: "Google Chrome", version: "142.0.7.1" }],
    }),
  };
  const { browser, system } = await describeBrowser(world.platform);
  assert.deepEqual([browser, system], ["Google Chrome 142.0.7.1", "Windows 15.0.0"]);
  world.userAgentData = { getHighEntropyValues: () => Promise.reject(new Error("policy")) };
  assert.equal((await describeBrowser(world.platform)).browser, "Firefox 140.0");
  world.userAgentData = undefined;
  world.userAgent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15";
  assert.equal((await describeBrowser(world.platform)).browser, "Safari 18.1");
});

test("what systems do to faces and voices is wished away where the browser knows it, unless the page wants it", () => {
  const known = { backgroundBlur: true, faceFraming: true, voiceIsolation: true, width: true };
  const constraints = (peer: object, supported?: object): any => constraintsFor(readPeerOptions({ ...REQUIRED, ...peer }, "https://lab.example/", () => {}), supported);
  const { audio, video } = constraints({}, known);
  assert.deepEqual([video.backgroundBlur, video.faceFraming, video.eyeGazeCorrection], [{ ideal: false }, { ideal: false }, undefined]);
  assert.deepEqual(audio.voiceIsolation, { ideal: false });
  assert.deepEqual(constraints({ video: { backgroundBlur: true } }, known).video.backgroundBlur, true);
  assert.equal("backgroundBlur" in constraints({}).video, false);
});

test("the browser is asked which constraints it knows", async () => {
  const world = new World();
  world.supported = { eyeGazeCorrection: true };
  await world.render();
  assert.deepEqual((world.constraints[0]?.video as any).eyeGazeCorrection, { ideal: false });
});

test("contentHint reaches the tracks, degradationPreference the sender of the picture", async () => {
  const world = new World();
  await world.connected({ contentHint: { audio: "music", video: "detail" }, degradationPreference: "maintain-resolution" });
  assert.deepEqual([world.track("audio").contentHint, world.track("video").contentHint], ["music", "detail"]);
  world.socket.frame("start", 30);
  await world.clock.advance(5_000);
  const [audio, video] = world.pc.senders;
  assert.equal(video?.parameters.degradationPreference, "maintain-resolution");
  assert.equal(video?.parameters.encodings[0]?.maxBitrate, 1_000_000, "and the bitrates as ever");
  assert.equal(audio?.parameters.degradationPreference, undefined);
});

test("a browser that does not know degradationPreference is named in the log", async () => {
  const world = new World();
  await world.connected({ degradationPreference: "balanced" });
  for (const sender of world.pc.senders) sender.knowsDegradation = false;
  world.socket.frame("start", 30);
  await world.clock.advance(1_000);
  assert.match(world.socket.frames("client_message")[0]?.payload, /does not use degradationPreference balanced/);
});
