import assert from "node:assert/strict";
import { test } from "node:test";
import { Call, optionsOf } from "../src/preflight/call.ts";
import { pageOf, question } from "./fake-page.ts";
import { FakePermission, REQUIRED, settle, World } from "./fakes.ts";

/** The call of a check in a fake browser, and how it began: undefined as long as that is open. */
function checkIn(world: World): { call: Call; opened: Promise<void>; outcome: () => string | null | undefined } {
  pageOf(world);
  const call = new Call(optionsOf(REQUIRED, "check"));
  let outcome: string | null | undefined;
  void call.started.then((settled) => (outcome = settled));
  return { call, opened: call.open(), outcome: () => outcome };
}

test("somebody who answers the browser's question late is not told of a firewall", async () => {
  const world = new World();
  const { answer } = question(world);
  const { call, opened, outcome } = checkIn(world);
  await world.clock.advance(120_000);
  answer();
  await opened;
  world.socket.frame("joined", { context: "new-interaction", iceServers: [] });
  await world.clock.advance(20_000);
  assert.equal(outcome(), undefined);
  world.socket.frame("start", 120);
  await settle();
  assert.equal(outcome(), null);
  call.close();
});

test("nor is somebody whom the browser asks for the local network", async () => {
  const world = new World();
  world.permissions.set("local-network-access", new FakePermission("prompt"));
  world.reachable = false;
  const { call, outcome } = checkIn(world);
  await settle();
  await world.clock.advance(50_000);
  assert.equal(outcome(), undefined);
  world.socket.open();
  await settle();
  world.socket.frame("joined", { context: "new-interaction", iceServers: [] });
  world.socket.frame("start", 120);
  await settle();
  assert.equal(outcome(), null);
  call.close();
});

test("a call that does not start is told of, 25 s after the server let the participant in", async () => {
  const world = new World();
  const { call, opened, outcome } = checkIn(world);
  await opened;
  world.socket.frame("joined", { context: "new-interaction", iceServers: [] });
  world.socket.frame("offer", JSON.stringify({ type: "offer", sdp: "first" }));
  await settle();
  world.pc.ice("connected");
  await world.clock.advance(24_000);
  assert.equal(outcome(), undefined);
  await world.clock.advance(1_000);
  assert.match(outcome() ?? "", /firewall/);
  call.close();
});

test("a server that says nothing at all is told of too", async () => {
  const world = new World();
  const { call, opened, outcome } = checkIn(world);
  await opened;
  await world.clock.advance(70_000);
  assert.match(outcome() ?? "", /did not answer/);
  call.close();
});

test("a check that is closed while it opens leaves nothing open", async () => {
  const world = new World();
  const { answer } = question(world);
  const { call, opened } = checkIn(world);
  call.close();
  answer();
  await opened;
  await settle();
  assert.equal(world.sockets.length, 0);
  assert.deepEqual(world.leaks(), []);
});
