import assert from "node:assert/strict";
import { test } from "node:test";
import { FakePermission, named, settle, World } from "./fakes.ts";

/** Events of devices: what the page is told. */
function told(world: World): string[] {
  return world.events
    .filter(({ kind }) => kind.startsWith("device-"))
    .map(({ kind, payload }: { kind: string; payload?: any }) => `${kind} ${payload.kind} ${payload.reason}`);
}

/** What the server is told of devices and of the page. */
function reported(world: World): string[] {
  return world.socket.frames()
    .filter(({ kind }) => /^client_(device|page)/.test(kind))
    .map(({ kind, payload }) => [kind, payload.type, payload.reason, payload.ago].filter((word) => word !== undefined).join(" "));
}

test("a device that is muted and unmuted is told to the page and to the server, with a sentence for the participant", async () => {
  const world = new World();
  const player = await world.connected();
  world.track("audio").mute(true);
  world.track("audio").mute(false);
  assert.deepEqual(told(world), ["device-muted audio muted", "device-unmuted audio unmuted"]);
  assert.match(world.payloadOf("device-muted").message, /^The microphone is muted/);
  assert.deepEqual(reported(world), ["client_device_muted audio muted 0", "client_device_unmuted audio unmuted 0"]);
  player.stop();
  world.track("audio").mute(true);
  assert.equal(told(world).length, 2, "a call that is over has no devices");
});

test("a device that is muted from the start is told, and reaches the server when it has let the participant in", async () => {
  const world = new World();
  let open: () => void = () => {};
  world.captureGate = new Promise((resolve) => (open = resolve));
  const rendered = world.render();
  await settle();
  open();
  await settle();
  await rendered;
  world.track("video").mute(true);
  assert.deepEqual(reported(world), [], "nobody is there to hear it");
  await world.clock.advance(700);
  world.socket.frame("joined", { context: "new-interaction", iceServers: [] });
  assert.deepEqual(reported(world), ["client_device_muted video muted 700"]);
});

test("a device that stops is opened again with its constraints, and takes its place in stream, sender and settings", async () => {
  const world = new World();
  await world.connected({ width: 640, video: { aspectRatio: 1 } });
  const before = world.track("video");
  before.enabled = false;
  before.contentHint = "detail";
  before.end();
  await settle();
  assert.deepEqual(told(world), ["device-lost video stopped", "device-back video reopened"]);
  assert.deepEqual(reported(world), ["client_device_lost video stopped 0", "client_device_back video reopened 0"]);
  const { audio, video } = world.constraints[1] as { audio?: object; video: any };
  assert.equal(audio, undefined, "the microphone is left alone");
  assert.deepEqual([video.width, video.aspectRatio, video.deviceId], [{ ideal: 640 }, 1, { exact: "c" }]);
  const after = world.track("video");
  assert.notEqual(after, before);
  assert.equal(world.streams[0]?.tracks.length, 2);
  assert.deepEqual([after.enabled, after.contentHint], [false, "detail"]);
  assert.deepEqual(world.pc.senders.map(({ track }) => track), [world.track("audio"), after]);
  assert.equal(world.socket.frames("client_negotiation_needed").length, 0);
});

test("the new track is watched as the old one was, and released with the call", async () => {
  const world = new World();
  const player = await world.connected();
  world.track("audio").end();
  await settle();
  world.track("audio").mute(true);
  world.track("audio").end();
  await settle();
  assert.deepEqual(told(world), [
    "device-lost audio stopped", "device-back audio reopened", "device-muted audio muted",
    "device-lost audio stopped", "device-back audio reopened",
  ]);
  player.stop();
  await settle();
  assert.deepEqual(world.leaks(), []);
});

test("an unplugged device is opened again when it is plugged in again, and not before", async () => {
  const world = new World();
  await world.connected();
  const camera = world.plugged.pop() as { kind: string; deviceId: string };
  world.track("video").end();
  await settle();
  assert.deepEqual(told(world), ["device-lost video unplugged"]);
  world.fire("devicechange");
  await settle();
  assert.equal(world.constraints.length, 1);
  world.plugged.push(camera);
  world.fire("devicechange");
  world.fire("devicechange");
  await settle();
  assert.equal(world.constraints.length, 2, "once");
  assert.deepEqual(told(world), ["device-lost video unplugged", "device-back video reopened"]);
});

test("a permission that is withdrawn is told as that, and the device is opened again when it is given back", async () => {
  const world = new World();
  const permission = new FakePermission("granted");
  world.permissions.set("microphone", permission);
  await world.connected();
  permission.become("denied");
  world.track("audio").end();
  await settle();
  assert.deepEqual(told(world), ["device-lost audio revoked"]);
  assert.equal(world.constraints.length, 1, "asking now would fail");
  permission.become("granted");
  await settle();
  assert.deepEqual(told(world), ["device-lost audio revoked", "device-back audio reopened"]);
});

test("an attempt that fails is the last one, and the page is told", async () => {
  const world = new World();
  const player = await world.connected();
  world.refuseCapture = named("NotReadableError");
  world.track("video").end();
  await settle();
  assert.deepEqual(told(world), ["device-lost video stopped", "device-lost video not-reopened"]);
  assert.equal(world.constraints.length, 2);
  assert.deepEqual(reported(world).at(-1), "client_device_lost video not-reopened 0");
  player.stop();
  await settle();
  assert.deepEqual(world.leaks(), []);
});

test("a call that ends while a device is waited for, or opened, leaves nothing behind", async () => {
  const waiting = new World();
  const first = await waiting.connected();
  waiting.plugged.pop();
  waiting.track("video").end();
  await settle();
  first.stop();
  await settle();
  assert.deepEqual(waiting.leaks(), []);

  const opening = new World();
  const second = await opening.connected();
  let open: () => void = () => {};
  opening.captureGate = new Promise((resolve) => (open = resolve));
  opening.track("video").end();
  await settle();
  second.stop();
  open();
  await settle();
  assert.equal(opening.streams.length, 2);
  assert.deepEqual(opening.leaks(), []);
});

test("a device that dies again and again is given up", async () => {
  const world = new World();
  await world.connected();
  for (let i = 0; i < 20; i++) {
    if (world.track("video").readyState === "live") world.track("video").end();
    await settle();
  }
  assert.equal(world.constraints.length, 11);
  assert.equal(told(world).at(-1), "device-lost video not-reopened");
});

test("a camera that gives no frames for three seconds is told of, and when it gives some again", async () => {
  const world = new World();
  await world.connected();
  const frames = async (count: number): Promise<void> => {
    world.pc.report = [{ type: "media-source", kind: "video", frames: count }, { type: "media-source", kind: "audio" }];
    await world.clock.advance(1_000);
  };
  await frames(30);
  await frames(60);
  for (let i = 0; i < 5; i++) await frames(60);
  assert.deepEqual(told(world), ["device-muted video no-frames"]);
  assert.deepEqual(reported(world), ["client_device_muted video no-frames 3000"], "since when");
  await frames(90);
  await frames(120);
  assert.deepEqual(told(world), ["device-muted video no-frames", "device-unmuted video frames"]);
});

test("a camera that the browser mutes or ends for want of frames is told of once", async () => {
  const world = new World();
  await world.connected();
  world.pc.report = [{ type: "media-source", kind: "video", frames: 0 }];
  world.track("video").mute(true);
  await world.clock.advance(10_000);
  assert.deepEqual(told(world), ["device-muted video muted"]);
  const unknown = new World();
  await unknown.connected();
  unknown.pc.report = [{ type: "media-source", kind: "video" }];
  await unknown.clock.advance(10_000);
  assert.deepEqual(told(unknown), [], "a browser that does not count frames");
});

test("a camera that the page has switched off is not missed", async () => {
  const world = new World();
  await world.connected();
  world.track("video").enabled = false;
  world.pc.report = [{ type: "media-source", kind: "video", frames: 7 }];
  await world.clock.advance(10_000);
  world.pc.report = [{ type: "media-source", kind: "video", frames: 8 }];
  await world.clock.advance(10_000);
  assert.deepEqual(told(world), []);
});

test("a page that is hidden and shown is logged, as long as it is in the call", async () => {
  const world = new World();
  const player = await world.connected();
  world.show(false);
  world.show(true);
  player.stop();
  world.show(false);
  assert.deepEqual(reported(world), ["client_page_hidden 0", "client_page_shown 0"]);
  const hidden = new World();
  hidden.document.visibilityState = "hidden";
  await hidden.connected();
  assert.deepEqual(reported(hidden), ["client_page_hidden 0"]);
});

test("what happens while the socket is lost says how long ago that was, when it arrives", async () => {
  const world = new World();
  await world.connected({}, {}, { resumeToken: "t" });
  world.reachable = false;
  world.socket.lose();
  world.track("audio").mute(true);
  await world.clock.advance(2_500);
  world.socket.open();
  world.socket.frame("joined", { context: "reconnection", resumeToken: "t2", handled: 1 });
  assert.deepEqual(reported(world).filter((line) => line.includes("muted")), ["client_device_muted audio muted 2500"]);
});

test("at log level 0 the page is told and the server is not", async () => {
  const world = new World();
  await world.connected({ logLevel: 0 });
  world.track("audio").mute(true);
  world.show(false);
  await world.clock.advance(2_000);
  assert.deepEqual(told(world), ["device-muted audio muted"]);
  assert.deepEqual(reported(world), []);
  assert.equal(world.socket.frames("client_browser").length + world.socket.frames("client_track_settings").length, 0);
});
