import assert from "node:assert/strict";
import { test } from "node:test";
import { settle, World } from "./fakes.ts";

const offer = (sdp: string): string => JSON.stringify({ type: "offer", sdp });
const candidate = (text: string): string => JSON.stringify({ candidate: text, sdpMid: "0" });

test("offers never overlap, and each is answered", async () => {
  const world = new World();
  await world.connected();
  world.socket.frame("offer", offer("second"));
  world.socket.frame("offer", offer("third"));
  await settle();
  assert.deepEqual(world.pc.calls, ["remote first", "local", "remote second", "local", "remote third", "local"]);
  assert.equal(world.socket.frames("client_answer").length, 3);
});

test("candidates wait for the offer they belong to", async () => {
  const world = new World();
  await world.render();
  const { socket } = world;
  socket.frame("joined", { iceServers: [] });
  socket.frame("candidate", candidate("early"));
  await settle();
  assert.deepEqual(world.pc.calls, [], "held");
  let open = (): void => {};
  world.pc.gate = new Promise((resolve) => (open = resolve));
  socket.frame("offer", offer("first"));
  socket.frame("candidate", candidate("prompt"));
  await settle();
  assert.deepEqual(world.pc.calls, ["remote first"], "setRemoteDescription is awaited");
  open();
  await settle();
  assert.deepEqual(world.pc.calls, ["remote first", "candidate early", "local", "candidate prompt"]);
});

test("own candidates follow the answer", async () => {
  const world = new World();
  await world.render();
  world.socket.frame("joined", { iceServers: [] });
  world.pc.candidateWhileAnswering = "mine";
  world.socket.frame("offer", offer("first"));
  await settle();
  world.pc.gather("later");
  world.pc.onicecandidate?.({ candidate: null });
  const kinds = world.socket.frames().map(({ kind }) => kind);
  assert.deepEqual(kinds.slice(1), ["client_answer", "client_ice_candidate", "client_ice_candidate"]);
  assert.deepEqual(world.socket.frames("client_ice_candidate")[0]?.payload, { candidate: "mine", sdpMid: "0" });
});

test("the answer sent asks for mono", async () => {
  const world = new World();
  await world.connected();
  assert.match(world.socket.frames("client_answer")[0]?.payload.sdp, /a=fmtp:111 minptime=10;useinbandfec=1;stereo=0\r\n/);
});

test("tracks are added once, on the first offer", async () => {
  const world = new World();
  await world.connected();
  world.socket.frame("offer", offer("second"));
  await settle();
  assert.deepEqual(world.pc.senders.map(({ track }) => track.id), ["mic", "cam"]);
});

test("ICE servers: the server's, unless the page has its own; without joined, rtcConfig's", async () => {
  const theirs = [{ urls: "turn:relay.example", username: "u", credential: "c" }];
  const own = [{ urls: "stun:own.example" }];
  const given = new World();
  await given.connected({ rtcConfig: { iceTransportPolicy: "relay" } }, {}, { iceServers: theirs });
  assert.deepEqual(given.pc.config, { iceTransportPolicy: "relay", iceServers: theirs });

  const explicit = new World();
  await explicit.connected({ rtcConfig: { iceServers: own } }, {}, { iceServers: theirs });
  assert.deepEqual(explicit.pc.config, { iceServers: own });

  const older = new World();
  await older.render({ rtcConfig: { iceServers: own } });
  older.socket.frame("offer", offer("first"));
  await settle();
  assert.deepEqual(older.pc.config, { iceServers: own });
  assert.equal(older.socket.frames("client_answer").length, 1);
});

test("a wish of the browser to negotiate is passed on, but not before the first answer", async () => {
  const world = new World();
  await world.render();
  world.socket.frame("joined", {});
  world.pc.onnegotiationneeded?.();
  assert.deepEqual(world.socket.frames("client_negotiation_needed"), []);
  world.socket.frame("offer", offer("first"));
  await settle();
  world.pc.onnegotiationneeded?.();
  assert.deepEqual(world.socket.frames("client_negotiation_needed"), [{ kind: "client_negotiation_needed", payload: "stable" }]);
});

test("a lost path asks for an ICE restart, again every five seconds, until it is back", async () => {
  const world = new World();
  await world.connected({ logLevel: 0 });
  const asked = (): number => world.socket.frames("client_ice_connection_state_disconnected").length;
  world.pc.ice("disconnected");
  assert.equal(asked(), 1, "whatever the log level");
  assert.equal(world.socket.frames("client_ice_connection_state_disconnected")[0]?.payload, undefined);
  await world.clock.advance(5000);
  assert.equal(asked(), 2);
  world.pc.ice("connected");
  await world.clock.advance(20_000);
  assert.equal(asked(), 2);
});

test("a first offer that cannot be answered ends the call with a reason; a later one does not", async () => {
  const first = new World();
  await first.render();
  first.socket.frame("joined", {});
  first.pc.rejectOffers = true;
  first.socket.frame("offer", offer("bad"));
  await settle();
  assert.deepEqual(first.kinds, ["local-stream", "joined", "error", "closed"]);
  assert.equal(first.payloadOf("error").name, "NegotiationError");
  assert.deepEqual(first.leaks(), []);

  const later = new World();
  await later.connected();
  later.pc.rejectOffers = true;
  later.socket.frame("offer", offer("bad"));
  await settle();
  later.pc.rejectOffers = false;
  later.socket.frame("offer", offer("good"));
  await settle();
  assert.ok(!later.kinds.includes("error"));
  assert.equal(later.socket.frames("client_answer").length, 2);
});

test("bitrates: nothing before start, then eight steps in three seconds", async () => {
  const world = new World();
  await world.connected();
  const [mic, cam] = world.pc.senders;
  await world.clock.advance(5000);
  assert.deepEqual(cam?.history, []);
  world.socket.frame("start", 30);
  await settle();
  assert.deepEqual(mic?.history, [64_000]);
  assert.deepEqual(cam?.history, [387_500]);
  await world.clock.advance(2990);
  assert.equal(cam?.history.length, 7);
  await world.clock.advance(20);
  assert.deepEqual(cam?.history, [1, 2, 3, 4, 5, 6, 7, 8].map((step) => 300_000 + step * 87_500));
  await world.clock.advance(10_000);
  assert.equal(cam?.history.length, 8);
});

test("limit ends the ramp, and before start is where it leads", async () => {
  const during = new World();
  const player = await during.connected();
  during.socket.frame("start", 30);
  await during.clock.advance(500);
  player.limit(300);
  await during.clock.advance(5000);
  assert.equal(during.pc.senders[1]?.history.at(-1), 300_000);

  const before = new World();
  (await before.connected()).limit(400);
  before.socket.frame("start", 30);
  await before.clock.advance(4000);
  assert.equal(before.pc.senders[1]?.history.at(-1), 400_000);
  assert.equal(before.pc.senders[1]?.history.length, 9);
});

test("limits set in a burst do not collide in the browser", async () => {
  const world = new World();
  const player = await world.connected();
  for (const kbps of [100, 200, 300]) player.limit(kbps);
  player.limit(-1);
  await settle();
  assert.deepEqual(world.pc.senders[1]?.history, [100_000, 200_000, 300_000]);
  assert.match(world.said[0] ?? "", /limit: maxKbps is -1/);
});
