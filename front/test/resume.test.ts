import assert from "node:assert/strict";
import { test } from "node:test";
import { settle, World } from "./fakes.ts";

const joined = (token: string) => ({ context: "new-interaction", iceServers: [], resumeToken: token });

test("without a token a lost socket is the end", async () => {
  const world = new World();
  await world.connected();
  world.socket.lose(1012);
  await settle();
  assert.deepEqual(world.kinds, ["local-stream", "joined", "closed"]);
  assert.deepEqual(world.leaks(), []);
});

test("with a token the call goes on: same media, same seat, what was said meanwhile is sent, start is not told twice", async () => {
  const world = new World();
  const player = await world.connected({}, {}, joined("t1"));
  world.socket.frame("start", 30);
  await settle();
  const { socket: lost } = world;
  lost.lose(1006);
  player.log("while_away", "1");
  assert.deepEqual(world.leaks().filter((leak) => leak === "peer connection").length, 1, "media is untouched");
  await world.clock.advance(250);
  assert.equal(world.sockets.length, 2);
  const { socket } = world;
  assert.equal(socket.frames()[0]?.kind, "join");
  assert.equal(socket.frames()[0]?.payload.resumeToken, "t1");
  assert.equal(socket.frames()[0]?.payload.userId, "ann");
  player.log("before_joined");
  assert.equal(socket.frames().length, 1, "held until the seat is given back");
  socket.frame("joined", { ...joined("t2"), context: "reconnection" });
  socket.frame("start", 20);
  assert.deepEqual(socket.frames().map(({ kind }) => kind), [
    "join", "ext_while_away", "ext_before_joined", "client_negotiation_needed",
  ]);
  assert.equal(world.connections.length, 1);
  assert.deepEqual(world.kinds, ["local-stream", "joined", "start", "joined"]);
  assert.ok(!JSON.stringify(world.payloadOf("joined")).includes("t1"), "the token is nobody else's business");

  socket.lose(1006);
  await world.clock.advance(250);
  assert.equal(world.socket.frames()[0]?.payload.resumeToken, "t2");
  player.stop();
  await settle();
  assert.deepEqual(world.leaks(), []);
});

test("attempts back off, and end after 20 s", async () => {
  const world = new World();
  await world.connected({}, {}, joined("t"));
  world.reachable = false;
  const at: number[] = [];
  world.socket.lose(1006);
  let seen = world.sockets.length;
  for (let t = 0; t <= 25_000; t += 50) {
    await world.clock.advance(50);
    if (world.sockets.length > seen) {
      at.push(t + 50);
      seen = world.sockets.length;
      world.socket.lose(1006);
    }
  }
  assert.deepEqual(at, [250, 750, 1750, 3750, 7750, 11750, 15750, 19750]);
  assert.deepEqual(world.kinds, ["local-stream", "joined", "closed"]);
  assert.deepEqual(world.leaks(), []);
});

test("a socket that hangs while resuming is given up for the next", async () => {
  const world = new World();
  await world.connected({}, {}, joined("t"));
  world.reachable = false;
  world.socket.lose(1006);
  await world.clock.advance(250);
  assert.equal(world.sockets.length, 2);
  await world.clock.advance(5_000 + 500);
  assert.equal(world.sockets.length, 3);
});

test("a refused return, a normal closure and an end are final", async () => {
  const refused = new World();
  await refused.connected({}, {}, joined("t"));
  refused.socket.lose(1006);
  await refused.clock.advance(250);
  refused.socket.frame("error-join", { reason: { message: "gone" } });
  await settle();
  assert.deepEqual(refused.kinds, ["local-stream", "joined", "error-join", "closed"]);
  assert.deepEqual(refused.leaks(), []);

  const normal = new World();
  await normal.connected({}, {}, joined("t"));
  normal.socket.lose(1000);
  await settle();
  assert.deepEqual(normal.kinds, ["local-stream", "joined", "closed"]);

  const ended = new World();
  await ended.connected({}, {}, joined("t"));
  ended.socket.frame("end");
  ended.socket.lose(1006);
  await ended.clock.advance(30_000);
  assert.deepEqual(ended.kinds, ["local-stream", "joined", "end", "closed"]);
  assert.equal(ended.sockets.length, 1);
});

test("stop while away is at once", async () => {
  const world = new World();
  const player = await world.connected({}, {}, joined("t"));
  world.socket.lose(1006);
  player.stop();
  assert.deepEqual(world.kinds, ["local-stream", "joined", "closed"]);
  assert.deepEqual(world.leaks(), []);
});

test("a path lost with the socket is restarted on return, with fresh relay credentials", async () => {
  const world = new World();
  await world.connected({}, {}, joined("t"));
  world.pc.ice("disconnected");
  world.socket.lose(1006);
  await world.clock.advance(250);
  const iceServers = [{ urls: "turn:relay.example", username: "new", credential: "c" }];
  world.socket.frame("joined", { ...joined("t"), iceServers });
  assert.deepEqual(world.pc.config.iceServers, iceServers);
  assert.equal(world.socket.frames("client_ice_connection_state_disconnected").length, 1);
});
