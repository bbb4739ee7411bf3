import assert from "node:assert/strict";
import { test } from "node:test";
import type { DuckSoupEvent, DuckSoupStats } from "../src/player/api.ts";
import { recorded } from "../src/pages/shared/event-record.ts";
import { asQuery, peerOptions, signalingUrlFor } from "../src/pages/shared/form.ts";
import { refusalSentence } from "../src/pages/shared/refusals.ts";
import { expanded } from "../scripts/html.mjs";
import { cells } from "../src/pages/shared/stats-table.ts";
import { KNOWN, readPeerOptions } from "../src/player/options.ts";

const KNOWN_OPTIONS = [...KNOWN];

test("the socket is found from the page's own address, below any prefix", () => {
  assert.equal(signalingUrlFor("http://localhost:8100/test/mirror/"), "ws://localhost:8100/ws");
  assert.equal(signalingUrlFor("http://localhost:8100/test/mirror/index.html?a=b#c"), "ws://localhost:8100/ws");
  assert.equal(signalingUrlFor("https://lab.example/a/b/test/mirror/"), "wss://lab.example/a/b/ws");
});

test("the form's fields become options the player takes without a word", () => {
  const form = new FormData();
  const fields = { size: "3", audioOnly: "true", interactionName: " m ", userId: "u", namespace: "default", duration: "20", width: "640", height: "480", frameRate: "25", videoFormat: "VP8", recordingMode: "none", gpu: "true", overlay: "true", logLevel: "0", audioFx: "", videoFx: "coloreffects preset=xpro" };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const warnings: string[] = [];
  const { join } = readPeerOptions(peerOptions(form, "http://localhost:8100/test/mirror/"), "http://localhost:8100/", (m) => warnings.push(m));
  assert.deepEqual(warnings, []);
  assert.deepEqual(join, {
    interactionName: "m", userId: "u", namespace: "default", duration: 20, size: 3, width: 640, height: 480, frameRate: 25,
    videoFormat: "VP8", recordingMode: "none", videoFx: "coloreffects preset=xpro", audioOnly: true, gpu: true, overlay: true,
  });
  assert.equal(asQuery(form).get("size"), "3");
  assert.equal(asQuery(form).has("audioFx"), false);
});

test("with a plan, the form's other fields do not count where the plan decides", () => {
  const form = new FormData();
  const fields = { size: "3", audioOnly: "true", interactionName: "m", userId: "u", duration: "20", width: "640", height: "480", frameRate: "25", videoFormat: "VP8", recordingMode: "none", gpu: "true", overlay: "true", logLevel: "0", audioFx: "pitch", videoFx: "coloreffects", plan: " dyad-2 ", role: "a" };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const { join } = readPeerOptions(peerOptions(form, "http://localhost:8100/test/mirror/"), "http://localhost:8100/", assert.fail);
  assert.deepEqual(join, { interactionName: "m", userId: "u", namespace: "default", plan: "dyad-2", role: "a", audioOnly: true });
});

test("wishes are JSON objects, devices are the chosen ones, and what is neither is told", () => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ audio: '{"echoCancellation":true}', microphone: "m1", camera: "c1", rtcConfig: '{"iceServers":[]}', logLevel: "1" })) form.set(name, value);
  const options = peerOptions(form, "http://localhost:8100/test/mirror/");
  assert.deepEqual(options.audio, { echoCancellation: true, deviceId: { exact: "m1" } });
  assert.deepEqual(options.video, { deviceId: { exact: "c1" } });
  assert.deepEqual(options.rtcConfig, { iceServers: [] });
  assert.equal(options.logLevel, 1);
  for (const wrong of ["{", "[]", "1", "null"]) {
    form.set("rtcConfig", wrong);
    assert.throws(() => peerOptions(form, "http://localhost:8100/test/mirror/"), /^Error: rtcConfig is .*; allowed: a JSON object/);
  }
});

test("the pages can set every option there is", () => {
  const html = expanded("src/pages/interaction/index.html");
  const missing = KNOWN_OPTIONS.filter((option) => !["signalingUrl", "framerate"].includes(option) && !html.includes(`name="${option}"`));
  assert.deepEqual(missing, []);
});

test("recorded events keep plain payloads and leave live objects out", () => {
  assert.deepEqual(recorded({ kind: "files", payload: { ann: ["a.mkv"] } }, 7), { t: 7, kind: "files", payload: { ann: ["a.mkv"] } });
  assert.deepEqual(recorded({ kind: "ending" }, 8), { t: 8, kind: "ending" });
  assert.deepEqual(recorded({ kind: "local-stream", payload: {} } as DuckSoupEvent, 9), { t: 9, kind: "local-stream" });
});

test("the statistics table shows dashes until there is something", () => {
  const rates = { audioUp: "1.0", audioDown: "2.0", videoUp: "3.0", videoDown: "4.0" };
  assert.equal(cells(rates as DuckSoupStats)["sizeUp"], "–");
  const full = {
    ...rates, outboundRTPVideo: { frameWidth: 800, frameHeight: 600, framesPerSecond: 29.6 },
    remoteInboundRTPVideo: { roundTripTime: 0.0213, packetsLost: 2 },
  } as unknown as DuckSoupStats;
  const shown = cells(full);
  assert.deepEqual([shown["sizeUp"], shown["fpsUp"], shown["roundTrip"], shown["lostUp"], shown["videoDown"]], ["800 × 600", "30", "21", "2", "4.0"]);
});

test("a refusal becomes a sentence, with the server's reason when it gives one", () => {
  assert.equal(refusalSentence("error-full", undefined), "There is no room (error-full).");
  const reason = { key: "audioFx", value: "x", message: "audioFx is x; allowed: a filter." };
  assert.equal(refusalSentence("error-join", reason), "The server refused these options: audioFx is x; allowed: a filter (error-join).");
  const over = { key: "interactionName", value: "m", message: "this interaction is over; a new one needs a new page" };
  assert.equal(refusalSentence("error-aborted", over), "This call is over: this interaction is over; a new one needs a new page (error-aborted).");
  assert.equal(refusalSentence("start", undefined), undefined);
});

for (const name of ["mirror", "interaction", "play", "preflight", "stats"]) test(`the ${name} page keeps to its content security policy and to its own host`, () => {
  const html = expanded(`src/pages/${name}/index.html`);
  assert.doesNotMatch(html, /<!-- part/);
  assert.doesNotMatch(html, /\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
  assert.doesNotMatch(html, /(?:src|href|action)="(?:https?:|\/)/);
  for (const [, id] of html.matchAll(/<(?:input|select)\s+id="(\w+)"/g)) assert.match(html, new RegExp(`<label for="${id}">`));
});
