import assert from "node:assert/strict";
import { test } from "node:test";
import type { DuckSoupStats } from "../src/player/api.ts";
import { readPeerOptions } from "../src/player/options.ts";
import { optionsFromQuery, receiver } from "../src/pages/preflight/query.ts";
import type { Check, Figures } from "../src/preflight/api.ts";
import { optionsOf } from "../src/preflight/call.ts";
import { checksOf, summaryOf, verdictOf } from "../src/preflight/checks.ts";
import { microphoneFigures } from "../src/preflight/microphone.ts";
import { CallFigures } from "../src/preflight/network.ts";
import { chirp, decibels, echoOf, findChirp, isClipped } from "../src/preflight/sound.ts";
import { REQUIRED } from "./fakes.ts";

const RATE = 48_000;

/** A separate generator, so that every run has the same noise. */
function noise(length: number, amplitude: number): Float32Array {
  let seed = 12345;
  return Float32Array.from({ length }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return amplitude * (seed / 2 ** 31 - 1);
  });
}

/** A room: noise that contains the chirp, later and quieter. */
function room(delaySeconds: number, gain: number, noiseAmplitude: number): Float32Array {
  const heard = noise(32_768, noiseAmplitude);
  const [begin, played] = [Math.round(delaySeconds * RATE), chirp(RATE)];
  for (let i = 0; i < played.length; i++) heard[begin + i] = (heard[begin + i] as number) + gain * (played[i] as number);
  return heard;
}

test("levels are those of an engineer's meter", () => {
  const sine = Float32Array.from({ length: 4800 }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / RATE));
  assert.equal(Math.round(decibels(sine) * 10) / 10, -3);
  assert.equal(decibels(new Float32Array(100)), -100);
  assert.equal(isClipped(sine), true);
  assert.equal(isClipped(sine.map((s) => s * 0.9)), false);
});

test("the chirp is found where and as loud as it is, also in noise that is louder", () => {
  const match = findChirp(room(0.21, 0.1, 0.02), RATE);
  assert.ok(Math.abs(match.at - 0.21) < 0.001, `at ${match.at}`);
  assert.ok(Math.abs(match.level - -20) < 1, `level ${match.level}`);
  assert.ok(match.correlation > 0.8, `correlation ${match.correlation}`);
  const faint = findChirp(room(0.1, 0.05, 0.05), RATE);
  assert.ok(Math.abs(faint.at - 0.1) < 0.002, `at ${faint.at}`);
});

test("noise, a tone and silence are no echo", () => {
  const tone = Float32Array.from({ length: 32_768 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 440 * i) / RATE));
  for (const heard of [noise(32_768, 0.3), tone, new Float32Array(32_768)]) {
    const match = findChirp(heard, RATE);
    assert.ok(match.correlation < 0.3, `correlation ${match.correlation}`);
  }
});

test("an echo comes back every time as late; once is chance", () => {
  const [at80, at82, at300] = [0.08, 0.082, 0.3].map((at) => ({ correlation: 0.6, level: -30, at }));
  const nothing = { correlation: 0.1, level: -60, at: 0.2 };
  assert.equal(echoOf([at80!, nothing, at82!]).heard, true);
  assert.equal(echoOf([at80!, nothing, at82!]).delay, 80);
  assert.equal(echoOf([at80!, at300!, nothing]).heard, false);
  assert.equal(echoOf([nothing, nothing, nothing]).heard, false);
});

test("speech is measured where it is loud, noise where it is quiet", () => {
  const figures = microphoneFigures([-60, -61, -20, -60], [-60, -25, -24, -58, -26], 0.1);
  assert.deepEqual(figures, { speech: -24, noise: -60, clipped: 0.1 });
});

const second = (n: number, more: Record<string, unknown> = {}): DuckSoupStats =>
  ({
    audioUp: "30.0", audioDown: "30.0", videoUp: String(100 * n), videoDown: "0.0",
    outboundRTPVideo: { timestamp: n * 1000, framesEncoded: 30 * n, totalEncodeTime: 0.3 * n, packetsSent: 100 * n, targetBitrate: 900_000, frameWidth: 640, frameHeight: 480, qualityLimitationReason: "none", ...more },
    inboundRTPVideo: { packetsLost: n, packetsReceived: 99 * n, jitter: 0.004 },
    remoteInboundRTPVideo: { packetsLost: 2 * n, roundTripTime: 0.05 },
  }) as unknown as DuckSoupStats;

test("a call's figures leave out its first seconds", () => {
  const figures = new CallFigures();
  assert.equal(figures.network(), undefined);
  for (let n = 1; n <= 8; n++) figures.add(second(n));
  assert.equal(figures.seconds, 5);
  assert.deepEqual(figures.network(), { sent: 830, target: 900, lossUp: 0.02, lossDown: 0.01, jitter: 4, roundTrip: 50 });
  assert.deepEqual(figures.encoder(), { time: 10, framesPerSecond: 30, limitedBy: "none" });
  assert.deepEqual(figures.picture(), { width: 640, height: 480 });
});

test("what a browser does not tell is not made up", () => {
  const figures = new CallFigures();
  const bare = { audioUp: "1.0", audioDown: "1.0", videoUp: "2.0", videoDown: "2.0" } as DuckSoupStats;
  for (let n = 0; n < 5; n++) figures.add(bare);
  assert.deepEqual(figures.network(), { sent: 3, lossDown: 0, jitter: 0 });
  assert.equal(figures.encoder(), undefined);
});

const WANTED = { width: 800, height: 600, frameRate: 30, audioOnly: false };
const GOOD: Required<Figures> = {
  camera: { width: 800, height: 600, framesPerSecond: 30, brightness: 0.5 },
  microphone: { speech: -25, noise: -60, clipped: 0 },
  echo: { heard: false, correlation: 0.1, level: -60, delay: 0 },
  network: { sent: 900, target: 1000, lossUp: 0, lossDown: 0, jitter: 3, roundTrip: 20 },
  encoder: { time: 5, framesPerSecond: 30, limitedBy: "none" },
};

test("a good place passes every check", () => {
  const checks = checksOf(GOOD, WANTED, null);
  assert.deepEqual(checks.map(({ name }) => name), ["server", "camera", "microphone", "noise", "echo", "uplink", "loss", "jitter", "roundTrip", "encoder"]);
  assert.ok(checks.every(({ verdict }) => verdict === "pass"), JSON.stringify(checks));
  assert.equal(verdictOf(checks), "pass");
});

const cases: Array<[what: string, figures: Partial<Figures>, check: string, verdict: string]> = [
  ["no frames", { camera: { ...GOOD.camera, framesPerSecond: 0 } }, "camera", "fail"],
  ["a slow camera", { camera: { ...GOOD.camera, framesPerSecond: 15 } }, "camera", "warn"],
  ["a covered camera", { camera: { ...GOOD.camera, brightness: 0.01 } }, "camera", "warn"],
  ["a small picture", { camera: { ...GOOD.camera, width: 320, height: 240 } }, "camera", "warn"],
  ["a muted microphone", { microphone: { speech: -100, noise: -100, clipped: 0 } }, "microphone", "fail"],
  ["a whisper", { microphone: { speech: -50, noise: -80, clipped: 0 } }, "microphone", "warn"],
  ["a shout", { microphone: { speech: -2, noise: -60, clipped: 0.2 } }, "microphone", "warn"],
  ["a fan", { microphone: { speech: -25, noise: -40, clipped: 0 } }, "noise", "warn"],
  ["a fan louder than a voice", { microphone: { speech: -30, noise: -32, clipped: 0 } }, "noise", "warn"],
  ["a loudspeaker", { echo: { heard: true, correlation: 0.7, level: -30, delay: 90 } }, "echo", "warn"],
  ["a thin line", { network: { ...GOOD.network, sent: 100, target: 120 } }, "uplink", "fail"],
  ["a thinner line", { network: { ...GOOD.network, sent: 300, target: 350 } }, "uplink", "warn"],
  ["loss on the way up", { network: { ...GOOD.network, lossUp: 0.03 } }, "loss", "warn"],
  ["loss on the way down", { network: { ...GOOD.network, lossDown: 0.06 } }, "loss", "fail"],
  ["jitter", { network: { ...GOOD.network, jitter: 50 } }, "jitter", "warn"],
  ["another continent", { network: { ...GOOD.network, roundTrip: 300 } }, "roundTrip", "warn"],
  ["an old laptop", { encoder: { ...GOOD.encoder, time: 20 } }, "encoder", "warn"],
  ["a very old one", { encoder: { ...GOOD.encoder, time: 32 } }, "encoder", "fail"],
  ["a picture made smaller for the connection", { encoder: { ...GOOD.encoder, limitedBy: "bandwidth" } }, "uplink", "warn"],
  ["a device that loses frames", { encoder: { ...GOOD.encoder, framesPerSecond: 12 } }, "encoder", "warn"],
  ["a browser that says so", { encoder: { ...GOOD.encoder, limitedBy: "cpu" } }, "encoder", "warn"],
];
for (const [what, figures, name, verdict] of cases) test(`${what}: ${name} is ${verdict}, the whole too`, () => {
  const checks = checksOf({ ...GOOD, ...figures }, WANTED, null);
  assert.equal(checks.find((check) => check.name === name)?.verdict, verdict);
  assert.equal(verdictOf(checks), verdict);
});

const SILENT = { sent: 300, lossUp: 0, lossDown: 0, jitter: 3, roundTrip: 20 };
for (const [network, verdict] of [[SILENT, "pass"], [{ ...SILENT, sent: 90 }, "unknown"], [{ ...SILENT, sent: 90, lossUp: 0.03 }, "unknown"], [{ ...SILENT, sent: 900, lossUp: 0.1 }, "unknown"]] as const) {
  test(`a browser that does not tell its target, ${JSON.stringify(network)}: ${verdict}`, () => {
    const checks = checksOf({ ...GOOD, network }, WANTED, null);
    assert.equal(checks.find(({ name }) => name === "uplink")?.verdict, verdict);
  });
}

test("what was not measured has not passed, and a call that failed says why", () => {
  const checks = checksOf({}, WANTED, "Camera denied.");
  assert.equal(checks[0]?.text, "Camera denied.");
  assert.ok(checks.slice(1).every(({ verdict }) => verdict === "unknown"));
  assert.equal(verdictOf(checks), "fail");
  assert.equal(verdictOf(checksOf({}, WANTED, null)), "warn");
});

/** The check of this name, with everything else in order. */
function checked(figures: Partial<Figures>, name: string, wanted = WANTED): Check {
  return checksOf({ ...GOOD, ...figures }, wanted, null).find((check) => check.name === name) as Check;
}

test("a figure that says nothing is not shown", () => {
  for (const check of checksOf({}, WANTED, null)) assert.equal(check.value, undefined, check.name);
  assert.equal(checked({}, "echo").value, undefined);
  assert.equal(checked({ echo: { heard: true, correlation: 0.7, level: -30, delay: 90 } }, "echo").value, -30);
  assert.equal(checked({ network: { ...SILENT, sent: 90 } }, "uplink").value, undefined);
  assert.equal(checked({ network: { sent: 900, lossDown: 0, jitter: 3 } }, "loss").value, undefined);
});

test("two checks do not say the opposite of the same sound", () => {
  const murmur = { microphone: { speech: -40, noise: -42, clipped: 0 } };
  assert.equal(checked(murmur, "microphone").verdict, "unknown");
  assert.match(checked(murmur, "microphone").text, /could not be told from the noise/);
  const quiet = { microphone: { speech: -58, noise: -60, clipped: 0 } };
  assert.equal(checked(quiet, "noise").verdict, "unknown");
  const muted = { microphone: { speech: -100, noise: -100, clipped: 0 } };
  assert.equal(checked(muted, "noise").verdict, "unknown");
});

test("the upload is what the browser estimates, and not its best second", () => {
  assert.equal(checked({ network: { ...GOOD.network, sent: 900, target: 350 } }, "uplink").value, 350);
  assert.equal(checked({ network: { ...GOOD.network, sent: 900, target: 350 } }, "uplink").verdict, "warn");
});

test("a voice alone is not judged as a picture", () => {
  const voice = { ...WANTED, audioOnly: true };
  const check = checked({ network: { sent: 40, lossUp: 0, lossDown: 0, jitter: 3, roundTrip: 20 } }, "uplink", voice);
  assert.deepEqual([check.verdict, check.value], ["pass", 40]);
  assert.match(check.text, /your voice/);
  assert.equal(checked({ network: { sent: 2, lossUp: 0, lossDown: 0, jitter: 3 } }, "uplink", voice).verdict, "fail");
});

test("without a call nothing is said of its length", () => {
  assert.match(checksOf({}, WANTED, "Camera denied.").find(({ name }) => name === "loss")?.text ?? "", /no call/);
  assert.match(checksOf({}, WANTED, null).find(({ name }) => name === "loss")?.text ?? "", /too short/);
});

test("the summary tells what is missing from what is bad", () => {
  assert.equal(summaryOf(checksOf(GOOD, WANTED, null)), "Everything is fine.");
  assert.equal(summaryOf(checksOf({ ...GOOD, encoder: undefined as never }, WANTED, null)), "It works, but not everything could be measured.");
  assert.equal(summaryOf(checksOf({ ...GOOD, network: { ...GOOD.network, jitter: 50 } }, WANTED, null)), "It works, but could be better.");
  assert.equal(summaryOf(checksOf({}, WANTED, "Camera denied.")), "This does not work yet.");
});

test("audio only looks at no picture", () => {
  const names = checksOf(GOOD, { ...WANTED, audioOnly: true }, null).map(({ name }) => name);
  assert.ok(!names.includes("camera") && !names.includes("encoder"));
});

test("a check's own call is a mirror without effects or recordings, with the experiment's picture", () => {
  const options = optionsOf({ signalingUrl: "wss://x/ws", userId: "ann", width: 640, size: 4, audioFx: "pitch", recordingMode: "muxed" }, "name");
  assert.equal(options.size, 1);
  assert.equal(options.recordingMode, "none");
  assert.equal(options.audioFx, undefined);
  assert.deepEqual([options.userId, options.interactionName, options.width], ["ann", "name", 640]);
  assert.deepEqual(options.audio, { echoCancellation: true });
  assert.equal(options.namespace, "preflight");
  assert.equal(optionsOf({ signalingUrl: "wss://x/ws", token: "t" }, "name").namespace, undefined);
});

test("of a planned study the check takes no place in the plan, which would decide on the check's own values", () => {
  const options = optionsOf({ ...REQUIRED, plan: "dyad-2", role: "speaker", audioOnly: true }, "name");
  const { join } = readPeerOptions(options, "https://lab.example/", assert.fail);
  assert.deepEqual([join.plan, join.role, join.size, join.duration, join.audioOnly], [undefined, undefined, 1, 120, true]);
  const others: object = { trial: "code", condition: "x7" };
  assert.equal(readPeerOptions(optionsOf({ ...REQUIRED, ...others }, "name"), "https://lab.example/", assert.fail).join.trial, undefined);
});

test("a check never joins the experiment's own call: without a token its name is one of its own", () => {
  assert.equal(optionsOf(REQUIRED, "name").interactionName, "name");
  assert.equal(optionsOf({ ...REQUIRED, token: "t" }, "name").interactionName, "trial-7");
});

test("the result goes to the origin that is named, and else stays at home", () => {
  const own = "https://ducksoup.example";
  assert.equal(receiver(new URLSearchParams("origin=https://lab.example/x"), own), "https://lab.example");
  for (const query of ["", "origin=*", "origin=", "origin=data:,x"]) assert.equal(receiver(new URLSearchParams(query), own), own);
  assert.deepEqual(optionsFromQuery(new URLSearchParams("userId=ann&width=640&size=3&audioOnly=1")), { userId: "ann", width: 640, audioOnly: true });
});
