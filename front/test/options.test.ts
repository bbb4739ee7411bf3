import assert from "node:assert/strict";
import { test } from "node:test";
import { constraintsFor } from "../src/player/media.ts";
import { OptionError } from "../src/player/option-checks.ts";
import { DECIDED_BY_PLAN, readArguments, readPeerOptions, type Settings } from "../src/player/options.ts";
import { renderOn } from "../src/player/render.ts";
import { FakeElement, REQUIRED, World } from "./fakes.ts";

const PAGE = "https://lab.example/trial?p=7#secret";

function read(peer: Record<string, unknown> = {}): { settings: Settings; warnings: string[] } {
  const warnings: string[] = [];
  return { settings: readPeerOptions({ ...REQUIRED, ...peer }, PAGE, (message) => warnings.push(message)), warnings };
}

function refusal(peer: Record<string, unknown>): { key?: string; message?: string } {
  try {
    read(peer);
  } catch (cause) {
    assert.ok(cause instanceof OptionError);
    return cause.reason;
  }
  throw new assert.AssertionError({ message: `${JSON.stringify(peer)} was accepted` });
}

test("defaults are those of the manual", () => {
  const { settings, warnings } = read();
  assert.deepEqual(settings.join, {
    interactionName: "trial-7", userId: "ann", duration: 30, size: 2, width: 800, height: 600, frameRate: 30,
    namespace: "default", videoFormat: "H264", recordingMode: "muxed",
  });
  assert.equal(settings.logLevel, 1);
  assert.deepEqual(settings.rtcConfig, {});
  assert.deepEqual(warnings, []);
});

test("logLevel 0 is kept, null means the default, anything else is named", () => {
  assert.equal(read({ logLevel: 0 }).settings.logLevel, 0);
  assert.equal(read({ logLevel: 2 }).settings.logLevel, 2);
  assert.equal(read({ logLevel: null }).settings.logLevel, 1);
  const { settings, warnings } = read({ logLevel: 5 });
  assert.equal(settings.logLevel, 1);
  assert.match(warnings[0] ?? "", /logLevel is 5; allowed: 0, 1, 2/);
});

test("framerate is another spelling of frameRate, which wins", () => {
  assert.equal(read({ framerate: 25 }).settings.join.frameRate, 25);
  assert.equal(read({ framerate: 25, frameRate: 20 }).settings.join.frameRate, 20);
});

test("numbers may come as text, too small ones mean the default", () => {
  assert.equal(read({ duration: "90" }).settings.join.duration, 90);
  const { settings, warnings } = read({ size: 0 });
  assert.equal(settings.join.size, 2);
  assert.match(warnings[0] ?? "", /size is 0; allowed: a whole number of participants from 1 to 8/);
});

test("what the server would refuse is refused with key, value and what is allowed", () => {
  assert.equal(refusal({ interactionName: "" }).key, "interactionName");
  assert.equal(refusal({ userId: undefined }).key, "userId");
  assert.equal(refusal({ userId: "a\u0007b" }).key, "userId");
  assert.equal(refusal({ userId: "語".repeat(67) }).key, "userId", "201 bytes");
  assert.equal(refusal({ duration: 1.5 }).message, "duration is 1.5; allowed: a whole number of seconds from 1 to 1200");
  assert.equal(refusal({ duration: "soon" }).key, "duration");
  assert.equal(refusal({ signalingUrl: "https://ducksoup.example/ws" }).key, "signalingUrl");
  assert.equal(refusal({ signalingUrl: undefined }).key, "signalingUrl");
  assert.equal(refusal({ video: false }).key, "video");
  assert.equal(refusal({ gpu: "yes" }).key, "gpu");
});

test("names in any script pass unchanged, and numbers as their digits", () => {
  assert.equal(read({ userId: "王小明" }).settings.join.userId, "王小明");
  assert.equal(read({ userId: 12 }).settings.join.userId, "12");
  assert.equal(read({ userId: "語".repeat(66) }).settings.join.userId.length, 66);
});

test("a token is passed on as it is, and none is no member", () => {
  assert.equal(read({ token: "eyJ.e30.x" }).settings.join.token, "eyJ.e30.x");
  assert.ok(!("token" in read({ token: "" }).settings.join));
  assert.equal(refusal({ token: 7 }).key, "token");
});

test("an unknown option is named, with the ones that exist", () => {
  assert.match(read({ interaktionName: "x" }).warnings[0] ?? "", /interaktionName is not an option.*interactionName/);
});

test("an unknown video format becomes H264, an unknown recording mode may be a lab's own", () => {
  const { settings, warnings } = read({ videoFormat: "AV1", recordingMode: "lsl-markers" });
  assert.equal(settings.join.videoFormat, "H264");
  assert.equal(settings.join.recordingMode, "lsl-markers");
  assert.equal(warnings.length, 1);
});

test("the page's address goes along, without what follows its #", () => {
  const url = new URL(read({ signalingUrl: "wss://ducksoup.example/prefix/ws" }).settings.signalingUrl);
  assert.equal(url.pathname, "/prefix/ws");
  assert.equal(url.searchParams.get("href"), "https://lab.example/trial?p=7");
});

test("constraints are exactly the protocol's", () => {
  const { settings } = read();
  assert.deepEqual(constraintsFor(settings), {
    audio: {
      sampleSize: 16, channelCount: 1, autoGainControl: false, latency: { ideal: 0.003 }, noiseSuppression: false,
      echoCancellation: true,
    },
    video: { width: { ideal: 800 }, height: { ideal: 600 }, frameRate: { ideal: 30 }, facingMode: { ideal: "user" } },
  });
});

test("constraints: a mirror keeps its echo, options are merged, voice only asks for no camera", () => {
  const audio = (peer: object) => constraintsFor(read({ ...peer }).settings).audio as MediaTrackConstraints;
  assert.equal(audio({ size: 1 }).echoCancellation, false);
  assert.equal(audio({ size: 1, audio: { echoCancellation: true } }).echoCancellation, true);
  const merged = constraintsFor(read({ width: 640, video: { deviceId: "cam", frameRate: { ideal: 15 } } }).settings);
  assert.deepEqual(merged.video, {
    width: { ideal: 640 }, height: { ideal: 600 }, frameRate: { ideal: 15 }, facingMode: { ideal: "user" }, deviceId: "cam",
  });
  assert.equal(constraintsFor(read({ audioOnly: true }).settings).video, false);
});

test("both orders of arguments mean the same", () => {
  const mountEl = new World().mountEl as FakeElement;
  const callback = (): void => {};
  const modern = readArguments([{ mountEl, callback, stats: true }, REQUIRED]);
  const older = readArguments([mountEl, REQUIRED, { callback, stats: true }]);
  assert.deepEqual(Object.keys(older.embed).sort(), Object.keys(modern.embed).sort());
  assert.equal(older.embed.mountEl, modern.embed.mountEl);
  assert.equal(older.embed.callback, callback);
  assert.equal(older.peer, modern.peer);
  assert.equal(readArguments([mountEl, REQUIRED]).embed.mountEl, mountEl as unknown as HTMLElement);
});

test("nowhere to show and nobody to tell rejects", async () => {
  const { platform } = new World();
  await assert.rejects(renderOn(platform, [{ mountEl: null }, REQUIRED]), /mountEl is null.*Does the element exist/);
  await assert.rejects(renderOn(platform, [{ mountEl: "#root" }, REQUIRED]), /mountEl is "#root"; allowed: a DOM node/);
});

test("incorrect peerOptions are an error-join event with a reason, and touch neither camera nor server", async () => {
  const world = new World();
  const player = await world.render({ interactionName: undefined });
  player.controlFx("fx", "pitch", 1);
  player.stop();
  assert.deepEqual(world.kinds, ["error-join"]);
  assert.equal(world.payloadOf("error-join").key, "interactionName");
  assert.equal(world.constraints.length, 0);
  assert.equal(world.sockets.length, 0);
  assert.match(world.said[0] ?? "", /^error .*interactionName is missing; allowed/);
});

test("contentHint and degradationPreference: what is no value of theirs is named with what is allowed", () => {
  assert.deepEqual(read({ contentHint: "detail" }).settings.contentHint, { video: "detail" });
  assert.deepEqual(read({ contentHint: "music" }).settings.contentHint, { audio: "music" });
  assert.deepEqual(read({ contentHint: { audio: "speech" } }).settings.contentHint, { audio: "speech" });
  assert.deepEqual(read().settings.contentHint, {});
  assert.match(refusal({ contentHint: "sharp" }).message ?? "", /^contentHint is "sharp"; allowed: one of "motion", "detail", "text", "speech"/);
  assert.equal(refusal({ contentHint: { video: "music" } }).key, "contentHint");
  assert.equal(refusal({ contentHint: { face: "detail" } }).key, "contentHint");
  assert.equal(refusal({ contentHint: 1 }).key, "contentHint");
  assert.equal(read({ degradationPreference: "maintain-resolution" }).settings.degradationPreference, "maintain-resolution");
  assert.equal(read().settings.degradationPreference, undefined);
  assert.match(refusal({ degradationPreference: "size" }).message ?? "", /^degradationPreference is "size"; allowed: "balanced", /);
  assert.equal(read().settings.deviceLabels, true);
  assert.equal(read({ deviceLabels: false }).settings.deviceLabels, false);
  assert.equal(refusal({ deviceLabels: "no" }).key, "deviceLabels");
});

test("a place in a plan is sent without anything that the plan decides on", () => {
  const { settings, warnings } = read({ plan: "dyad-2", role: "speaker", token: "eyJ.e30.x", logLevel: 0, audioFx: "", videoFx: null });
  assert.deepEqual(settings.join, {
    interactionName: "trial-7", userId: "ann", namespace: "default", plan: "dyad-2", role: "speaker", token: "eyJ.e30.x",
  });
  assert.deepEqual(warnings, []);
  assert.deepEqual(constraintsFor(settings), constraintsFor(read().settings), "the camera is opened before the plan is known");
  assert.ok(!("plan" in read({ plan: "", role: null }).settings.join));
});

test("a plan and a role belong together, and are names", () => {
  assert.equal(refusal({ plan: "dyad-2" }).key, "role");
  assert.equal(refusal({ role: "speaker" }).key, "plan");
  assert.equal(refusal({ plan: "a\u0007", role: "a" }).key, "plan");
  assert.equal(refusal({ plan: {}, role: "a" }).key, "plan");
});

test("a page may say that its plan needs no camera, so that none is opened", () => {
  const place = { plan: "dyad-2", role: "speaker" };
  const { settings } = read({ ...place, audioOnly: true });
  assert.deepEqual(settings.join, { interactionName: "trial-7", userId: "ann", namespace: "default", ...place, audioOnly: true });
  assert.equal(constraintsFor(settings).video, false);
  const { settings: seen } = read({ ...place, audioOnly: false });
  assert.equal(seen.join.audioOnly, false, "the server compares it with the plan");
  assert.notEqual(constraintsFor(seen).video, false);
  assert.equal(refusal({ ...place, audioOnly: "yes" }).key, "audioOnly");
  assert.equal(read({ trial: "00ff", audioOnly: true }).settings.capture.audioOnly, true);
});

test("the code of a trial stands for plan and role, and what the plan decides on is left out", () => {
  assert.deepEqual(read({ trial: "00ff", plan: "", audioFx: "" }).settings.join, { interactionName: "trial-7", userId: "ann", namespace: "default", trial: "00ff" });
  assert.equal(refusal({ trial: "00ff", plan: "dyad-2" }).message, 'plan is "dyad-2"; the code of a trial says it. Leave it out');
  assert.equal(refusal({ trial: "00ff", role: "a" }).key, "role");
  assert.equal(refusal({ trial: "00ff", duration: 60 }).key, "duration");
});

test("beside a plan, what it decides on is refused by name", () => {
  const given = {
    duration: 60, size: 2, width: 800, height: 600, frameRate: 30, framerate: 30, audioFx: "pitch", videoFx: "bulge", videoFormat: "VP8",
    recordingMode: "muxed", gpu: false, overlay: true,
  };
  assert.deepEqual(Object.keys(given), [...DECIDED_BY_PLAN]);
  for (const [key, value] of Object.entries(given)) {
    const reason = refusal({ plan: "dyad-2", role: "speaker", [key]: value });
    assert.equal(reason.key, key);
    assert.match(reason.message ?? "", /; the plan decides on it\. Leave it out$/);
    assert.doesNotMatch(JSON.stringify(reason), /pitch|bulge/, "participants have a console");
  }
  assert.equal(refusal({ plan: "p", role: "a", gpu: false }).message, "gpu is false; the plan decides on it. Leave it out");
});

test("a condition is never an option", () => {
  for (const place of [{}, { plan: "dyad-2", role: "speaker" }]) {
    const { key, message } = refusal({ ...place, condition: "lower" });
    assert.equal(key, "condition");
    assert.match(message ?? "", /a page must not say it; your own server puts its code into the join token/);
    assert.doesNotMatch(message ?? "", /lower/);
  }
});

test("an option beside a plan is an error-join event before camera and socket", async () => {
  const world = new World();
  const player = await world.render({ plan: "dyad-2", role: "speaker", duration: 60 });
  player.mark("stimulus");
  assert.deepEqual(world.kinds, ["error-join"]);
  assert.equal(world.payloadOf("error-join").key, "duration");
  assert.equal(world.constraints.length, 0);
  assert.equal(world.sockets.length, 0);
  assert.match(world.said[0] ?? "", /^error .*error-join: peerOptions\.duration is 60; the plan decides on it/);
});
