import assert from "node:assert/strict";
import { test } from "node:test";
import { settle, World } from "./fakes.ts";

const second = (n: number, more: object = {}): object[] => [
  { type: "outbound-rtp", kind: "video", timestamp: n * 1000, bytesSent: n * 100_000, frameWidth: 800, frameHeight: 600, framesPerSecond: 30, pliCount: n - 1, firCount: 0, keyFramesEncoded: n, ...more },
  { type: "outbound-rtp", kind: "audio", timestamp: n * 1000, bytesSent: n * 5_000 },
  { type: "inbound-rtp", kind: "video", timestamp: n * 1000, bytesReceived: n * 50_000, keyFramesDecoded: 2 },
  { type: "inbound-rtp", kind: "video", timestamp: n * 1000, bytesReceived: n * 25_000, keyFramesDecoded: 1 },
  { type: "inbound-rtp", kind: "audio", timestamp: n * 1000, bytesReceived: n * 4_321 },
  { type: "remote-inbound-rtp", kind: "video", timestamp: n * 1000, roundTripTime: 0.02 },
  { type: "remote-inbound-rtp", kind: "audio", timestamp: n * 1000 },
  { type: "remote-outbound-rtp", kind: "video", timestamp: n * 1000 },
  { type: "remote-outbound-rtp", kind: "audio", timestamp: n * 1000 },
  { type: "candidate-pair", timestamp: n * 1000 },
];

test("stats: every second, in the documented shape", async () => {
  const world = new World();
  await world.connected({}, { stats: true });
  world.pc.report = second(1);
  await world.clock.advance(1000);
  world.pc.report = second(2);
  await world.clock.advance(1000);
  const payloads = world.events.filter(({ kind }) => kind === "stats").map(({ payload }) => payload as any);
  assert.equal(payloads.length, 2);
  assert.equal(payloads[0].videoUp, "0.0");
  assert.deepEqual(Object.keys(payloads[1]).sort(), [
    "audioDown", "audioUp", "inboundRTPAudio", "inboundRTPVideo", "outboundRTPAudio", "outboundRTPVideo",
    "remoteInboundRTPAudio", "remoteInboundRTPVideo", "remoteOutboundRTPAudio", "remoteOutboundRTPVideo",
    "videoDown", "videoUp",
  ]);
  const { audioUp, audioDown, videoUp, videoDown } = payloads[1];
  assert.deepEqual({ audioUp, audioDown, videoUp, videoDown }, {
    audioUp: "40.0", audioDown: "34.6", videoUp: "800.0", videoDown: "600.0",
  });
  assert.equal(payloads[1].outboundRTPVideo.frameWidth, 800);
  assert.equal(payloads[1].remoteInboundRTPVideo.roundTripTime, 0.02);
});

test("no stats event unless asked for", async () => {
  const world = new World();
  await world.connected();
  await world.clock.advance(3000);
  assert.ok(!world.kinds.includes("stats"));
});

test("logLevel 1 (default): what changed in the media, counts as integers; nothing about signaling", async () => {
  const world = new World();
  await world.connected();
  world.pc.report = second(1);
  await world.clock.advance(1000);
  world.pc.report = second(2, { frameWidth: 640, frameHeight: 480, framesPerSecond: 30 });
  await world.clock.advance(1000);
  const logged = world.socket.frames().slice(2).map(({ kind, payload }) => `${kind} ${payload}`);
  assert.deepEqual(logged, [
    "client_video_resolution_updated 800x600", "client_video_fps_updated 30", "client_keyframe_encoded_count_updated 1",
    "client_keyframe_decoded_count_updated 3",
    "client_video_resolution_updated 640x480", "client_pli_received_count_updated 1", "client_keyframe_encoded_count_updated 2",
  ]);
});

test("logLevel 0: no logs", async () => {
  const world = new World();
  await world.connected({ logLevel: 0 }, { stats: true });
  world.pc.report = second(1);
  await world.clock.advance(2000);
  world.pc.ice("checking");
  world.pc.senders[0]?.transport.iceTransport.onselectedcandidatepairchange?.();
  assert.deepEqual(world.socket.frames().map(({ kind }) => kind), ["join", "client_answer"]);
});

test("logLevel 2: signaling as well", async () => {
  const world = new World();
  await world.connected({ logLevel: 2 });
  world.pc.ice("checking");
  world.pc.senders[0]?.transport.iceTransport.onselectedcandidatepairchange?.();
  world.pc.report = second(1);
  await world.clock.advance(1000);
  await settle();
  const kinds = world.socket.frames().map(({ kind }) => kind);
  for (const kind of ["client_signaling_state_have-remote-offer", "client_ice_connection_state_checking", "client_selected_candidate_pair", "client_video_fps_updated"]) {
    assert.ok(kinds.includes(kind), kind);
  }
  assert.equal(world.socket.frames("client_selected_candidate_pair")[0]?.payload, "local: L, remote: R");
});

test("an answer of the browser that arrives after stop is told to nobody", async () => {
  const world = new World();
  const player = await world.connected({}, { stats: true });
  let answer = (_: unknown): void => {};
  world.pc.getStats = () => new Promise((resolve) => (answer = resolve));
  await world.clock.advance(1000);
  player.stop();
  answer(new Map());
  await settle();
  assert.ok(!world.kinds.includes("stats"));
});
