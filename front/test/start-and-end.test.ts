import assert from "node:assert/strict";
import { test } from "node:test";
import { settle, World } from "./fakes.ts";

const STARTING = { key: "server", value: "starting", message: "this server is starting; try again in a few seconds" };

test("a server that is starting is asked again until it lets the participant in, and the page hears nothing of it", async () => {
  const world = new World();
  const player = await world.render();
  for (let i = 0; i < 3; i++) {
    player.log("before");
    world.socket.frame("error-peer-connection", STARTING);
    await settle();
    await world.clock.advance(1_000);
  }
  assert.equal(world.sockets.length, 4);
  assert.equal(world.socket.frames()[0]?.kind, "join");
  assert.equal(world.socket.frames()[0]?.payload.resumeToken, undefined);
  world.socket.frame("joined", { context: "new-interaction", iceServers: [], resumeToken: "t" });
  assert.deepEqual(world.kinds, ["local-stream", "joined"]);
  player.stop();
  await settle();
  assert.deepEqual(world.leaks(), []);
});

test("a server that does not get ready is told of in the end", async () => {
  const world = new World();
  await world.render();
  for (let i = 0; i < 46; i++) {
    world.socket.frame("error-join", STARTING);
    await settle();
    await world.clock.advance(1_000);
  }
  assert.equal(world.sockets.length, 46);
  assert.deepEqual(world.kinds, ["local-stream", "error-join", "closed"]);
  assert.deepEqual(world.leaks(), []);
});

test("stop while the server is starting ends it", async () => {
  const world = new World();
  const player = await world.render();
  world.socket.frame("error-peer-connection", STARTING);
  await settle();
  player.stop();
  await world.clock.advance(5_000);
  assert.equal(world.sockets.length, 1);
  assert.deepEqual(world.leaks(), []);
});

test("two renders of one participant, as of React's strict mode, end with one call: the second", async () => {
  const world = new World();
  let open: () => void = () => {};
  world.captureGate = new Promise((resolve) => (open = resolve));
  const first: string[] = [];
  const one = world.render({}, { callback: ({ kind }: { kind: string }) => first.push(kind) });
  const two = world.render();
  open();
  await Promise.all([one, two]);
  await settle();
  assert.equal(world.sockets.length, 1, "the first had none yet");
  world.socket.frame("joined", { context: "new-interaction", iceServers: [] });
  (await one).stop(); // the clean-up of the first mount comes late
  await settle();
  assert.deepEqual(first, []);
  assert.deepEqual(world.kinds, ["local-stream", "joined"]);
  assert.equal(world.streams[0]?.tracks.every(({ stopped }) => stopped), true);
  assert.equal(world.streams[1]?.tracks.some(({ stopped }) => stopped), false);
  (await two).stop();
  await settle();
  assert.deepEqual(world.leaks(), []);
});

test("the second waits for the socket of the first, which says stop", async () => {
  const world = new World();
  await world.connected();
  const first = world.socket;
  const second = await world.render();
  await settle();
  assert.deepEqual(first.frames("stop").length, 1);
  assert.equal(first.readyState, 3);
  assert.equal(world.sockets.length, 2);
  assert.equal(world.kinds.includes("closed"), false, "for the page there is one call");
  second.stop();
  await settle();
  assert.deepEqual(world.leaks(), []);
});

test("the second does not wait for ever", async () => {
  const world = new World();
  await world.connected();
  const first = world.socket;
  first.close = () => void (first.readyState = 2); // a network that is gone
  const second = world.render();
  await settle();
  assert.equal(world.sockets.length, 1);
  await world.clock.advance(2_000);
  await second;
  assert.equal(world.sockets.length, 2);
});

test("another participant on the same page is another call", async () => {
  const world = new World();
  await world.connected();
  await world.render({ userId: "bob" });
  assert.deepEqual(world.sockets.map(({ readyState }) => readyState), [1, 1]);
});

test("who never had a path is told of the network; who had one is not", async () => {
  const blocked = new World();
  await blocked.answered();
  await blocked.clock.advance(20_000);
  await settle();
  assert.equal(blocked.payloadOf("error").name, "NetworkBlockedError");
  assert.match(blocked.payloadOf("error").message, /another network/);
  assert.deepEqual(blocked.leaks(), []);

  const free = new World();
  await free.connected();
  await free.clock.advance(60_000);
  assert.equal(free.kinds.includes("error"), false);
});
