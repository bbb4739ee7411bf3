import assert from "node:assert/strict";
import { test } from "node:test";
import { settle, World } from "./fakes.ts";

const joined = (token: string) => ({ context: "new-interaction", iceServers: [], resumeToken: token });

test("without a token a lost socket is the end", async () => {
  const world = new World();
  await world.connected();
  world.socket.lose(1012);
  await settle();
  assert.deepEqual(world.kinds, ["local-stream", "joined", "error", "closed"]);
  assert.equal(world.payloadOf("error").name, "ConnectionLostError");
  assert.match(world.payloadOf("error").message, /^The connection to the server was lost.*\.$/);
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

test("what went into the socket while it broke is said again", async () => {
  const world = new World();
  const player = await world.connected({}, {}, joined("t1"));
  const before = world.socket.sent.length - 1;
  player.log("arrived");
  player.log("lost");
  const received = world.socket.received;
  world.socket.lose(1006);
  player.log("while_away");
  await world.clock.advance(250);
  assert.equal(world.socket.frames()[0]?.payload.heard, received);
  world.socket.frame("joined", { ...joined("t2"), context: "reconnection", handled: before + 1 });
  await settle();
  const again = () => world.socket.frames().map(({ kind }) => kind).filter((kind) => kind.startsWith("ext_"));
  assert.deepEqual(again(), ["ext_lost", "ext_while_away"]);

  const { socket: second } = world;
  world.socket.lose(1006);
  await world.clock.advance(250);
  world.socket.frame("joined", { ...joined("t3"), handled: before + 1 + second.sent.length - 1 });
  await settle();
  assert.deepEqual(again(), [], "all of that has arrived");

  player.log("to the old session");
  world.socket.lose(1006);
  await world.clock.advance(250);
  world.socket.frame("joined", { ...joined("t4"), context: "reconnection" });
  await settle();
  assert.deepEqual(again(), [], "another session begins at zero");
  world.socket.lose(1006);
  await world.clock.advance(250);
  assert.equal(world.socket.frames()[0]?.payload.heard, 1);
  player.stop();
});

test("attempts back off to one a second, and end when the server has given the seat up, after 30 s", async () => {
  const world = new World();
  await world.connected({}, {}, joined("t"));
  world.reachable = false;
  const at: number[] = [];
  world.socket.lose(1006);
  let seen = world.sockets.length;
  for (let t = 0; t <= 35_000; t += 50) {
    await world.clock.advance(50);
    if (world.sockets.length > seen) {
      at.push(t + 50);
      seen = world.sockets.length;
      world.socket.lose(1006);
    }
  }
  assert.deepEqual(at.slice(0, 5), [250, 750, 1750, 2750, 3750]);
  assert.equal(at.at(-1), 29_750);
  assert.deepEqual(world.kinds, ["local-stream", "joined", "error", "closed"]);
  assert.equal(world.payloadOf("error").name, "ConnectionLostError");
  assert.deepEqual(world.leaks(), []);
});

test("a socket that hangs while resuming is given up for the next", async () => {
  const world = new World();
  await world.connected({}, {}, joined("t"));
  world.reachable = false;
  world.socket.lose(1006);
  await world.clock.advance(250);
  assert.equal(world.sockets.length, 2);
  await world.clock.advance(4_000 + 500);
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

test("a socket the server closes for breaking its rules is not tried again", async () => {
  const world = new World();
  await world.connected({}, {}, joined("t"));
  world.socket.lose(1008);
  await world.clock.advance(5_000);
  assert.deepEqual(world.kinds, ["local-stream", "joined", "error", "closed"]);
  assert.equal(world.sockets.length, 1);
});

const offer = (session: string, name: string): string =>
  JSON.stringify({ type: "offer", sdp: `v=0\r\no=- ${session} 1 IN IP4 127.0.0.1\r\n${name}` });

test("the network back at once: no waiting for the next attempt, and none that hangs", async () => {
  const world = new World();
  const player = await world.connected({}, {}, joined("t"));
  world.online();
  assert.equal(world.sockets.length, 1, "nothing was lost");
  world.reachable = false;
  world.socket.lose(1006);
  for (let i = 0; i < 8; i++) {
    await world.clock.advance(1_000);
    world.socket.lose(1006);
  }
  const tried = world.sockets.length;
  world.reachable = true;
  world.online();
  await world.clock.advance(0);
  assert.equal(world.sockets.length, tried + 1, "from waiting");
  world.reachable = false;
  world.socket.lose(1006);
  await world.clock.advance(2_000);
  const hanging = world.sockets.length;
  world.reachable = true;
  world.online();
  await world.clock.advance(250);
  assert.equal(world.sockets.length, hanging + 1, "from hanging");
  assert.equal(world.socket.frames("join")[0]?.payload.resumeToken, "t");
  player.stop();
  await settle();
  assert.deepEqual(world.leaks(), []);
});

test("a path that is down and a server that stays silent: the socket is dead too, and is replaced", async () => {
  const world = new World();
  await world.connected({}, {}, joined("t"));
  world.pc.ice("disconnected");
  await world.clock.advance(2_000);
  world.socket.frame("offer", offer("1", "restart"));
  await settle();
  await world.clock.advance(2_900);
  assert.equal(world.sockets.length, 1, "it answered");
  await world.clock.advance(3_200 + 250);
  assert.equal(world.sockets.length, 2, "asked again after five seconds, and no answer");
  assert.equal(world.connections.length, 1, "media is left alone");
});

test("without a token a silent server is not left", async () => {
  const world = new World();
  await world.connected();
  world.pc.ice("failed");
  await world.clock.advance(20_000);
  assert.equal(world.sockets.length, 1);
});

test("answers and candidates of a dead socket never reach the server's next connection", async () => {
  const world = new World();
  await world.connected({}, {}, joined("t"));
  let open = (): void => {};
  world.pc.gate = new Promise((resolve) => (open = resolve));
  world.socket.frame("offer", offer("1", "again"));
  await settle();
  world.socket.lose(1006);
  open();
  await settle();
  world.pc.gather("late");
  await world.clock.advance(250);
  world.socket.frame("joined", joined("t2"));
  assert.deepEqual(world.socket.frames().map(({ kind }) => kind), ["join", "client_negotiation_needed"]);
});

test("a seat without its session: a new peer connection, new tracks, and no second start", async () => {
  const world = new World();
  const player = await world.render({}, { mountEl: world.mountEl, stats: true });
  player.limit(400);
  world.socket.frame("joined", joined("t"));
  world.socket.frame("offer", offer("1", "first"));
  world.socket.frame("start", 30);
  await settle();
  world.remoteTrack("video", "v1");
  world.socket.lose(1006);
  await world.clock.advance(250);
  const iceServers = [{ urls: "stun:next.example" }];
  world.socket.frame("joined", { ...joined("t2"), context: "reconnection", iceServers });
  world.socket.frame("offer", offer("2", "new"));
  world.socket.frame("candidate", JSON.stringify({ candidate: "c", sdpMid: "0" }));
  await settle();
  const [before, after] = world.connections;
  assert.equal(world.connections.length, 2);
  assert.equal(before?.closed, true);
  assert.deepEqual(after?.config.iceServers, iceServers);
  assert.deepEqual(after?.senders.map(({ track }) => track.id), ["mic", "cam"], "the devices stay open");
  assert.ok(world.streams[0]?.tracks.every((track) => !track.stopped));
  assert.equal(world.mountEl.children.length, 0, "the old picture is gone");
  world.remoteTrack("video", "v2");
  assert.equal(world.mountEl.children.length, 1);
  world.socket.frame("start", 20);
  await world.clock.advance(4_000);
  assert.equal(after?.senders[1]?.history.at(-1), 400_000, "limits apply to the new connection as well");
  assert.deepEqual(world.kinds.filter((kind) => kind !== "stats"), ["local-stream", "joined", "start", "joined"]);
  assert.equal(world.kinds.filter((kind) => kind === "stats").length, 4, "one series of statistics, not two");
  player.stop();
  await settle();
  assert.deepEqual(world.leaks(), []);
});

test("an ICE restart keeps the connection", async () => {
  const world = new World();
  await world.render();
  world.socket.frame("joined", joined("t"));
  world.socket.frame("offer", offer("1", "first"));
  world.socket.frame("offer", offer("1", "a=ice-ufrag:new"));
  await settle();
  assert.equal(world.connections.length, 1);
  assert.equal(world.socket.frames("client_answer").length, 2);
});

test("a server that was restarted begins anew, and the page hears start again", async () => {
  const world = new World();
  await world.connected({}, {}, joined("t"));
  world.socket.frame("start", 30);
  world.socket.lose(1012);
  await world.clock.advance(250);
  world.socket.frame("joined", { ...joined("u"), context: "existing-interaction" });
  world.socket.frame("start", 30);
  assert.deepEqual(world.kinds, ["local-stream", "joined", "start", "joined", "start"]);
});

test("a run that begins anew after a restart of the server has an ending of its own", async () => {
  const world = new World();
  await world.connected({}, {}, joined("t1"));
  world.socket.frame("start", 30);
  world.socket.frame("ending");
  world.socket.frame("joined", { ...joined("t1"), context: "reconnection" });
  world.socket.frame("ending");
  assert.equal(world.kinds.filter((kind) => kind === "ending").length, 1, "a seat that is taken up again has heard of it");
  world.socket.frame("joined", joined("t2"));
  world.socket.frame("start", 30);
  world.socket.frame("ending");
  assert.deepEqual(world.kinds, ["local-stream", "joined", "start", "ending", "joined", "joined", "start", "ending"]);
});
