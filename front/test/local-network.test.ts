import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOfHost } from "../src/player/local-network.ts";
import { FakePermission, settle, World } from "./fakes.ts";

async function unreachable(signalingUrl: string, states: Record<string, string>, more: Partial<World> = {}): Promise<any> {
  const world = Object.assign(new World(), { reachable: false }, more);
  for (const [name, state] of Object.entries(states)) world.permissions.set(name, new FakePermission(state));
  void world.render({ signalingUrl });
  await settle();
  world.socket.lose();
  await settle();
  assert.deepEqual(world.kinds, ["local-stream", "error", "closed"]);
  assert.deepEqual(world.leaks(), []);
  return world.payloadOf("error");
}

test("a browser that keeps the page from the local network is recognised, with what can be done", async () => {
  for (const name of ["local-network-access", "local-network"]) {
    const { name: error, message } = await unreachable("wss://campus.example/ws", { [name]: "denied" });
    assert.equal(error, "LocalNetworkAccessError", name);
    assert.match(message, /wss:\/\/campus\.example\/ws seems to be in the local network.*Please allow/);
    assert.doesNotMatch(message, /frame/);
  }
  assert.match((await unreachable("wss://campus.example/ws", { "local-network": "denied" }, { isFramed: true })).message, /allow="local-network-access/);
});

test("a question without an answer counts only where the address is local, and the page is not", async () => {
  const state = { "local-network-access": "prompt" };
  assert.equal((await unreachable("wss://192.168.1.5/ws", state)).name, "LocalNetworkAccessError");
  assert.equal((await unreachable("wss://localhost:8100/ws", state)).name, "LocalNetworkAccessError");
  assert.equal((await unreachable("wss://ducksoup.example/ws", state)).name, "ServerUnreachableError");
  assert.equal((await unreachable("wss://192.168.1.5/ws", state, { pageUrl: "https://192.168.1.7/" })).name, "ServerUnreachableError");
  assert.equal((await unreachable("ws://localhost:8100/ws", state, { pageUrl: "http://localhost:1/" })).name, "ServerUnreachableError");
  assert.equal((await unreachable("wss://192.168.1.5/ws", { "local-network": "granted", "local-network-access": "prompt" })).name, "ServerUnreachableError");
  assert.equal((await unreachable("wss://192.168.1.5/ws", {})).name, "ServerUnreachableError");
});

test("a server whose place nobody knows is not blamed on the browser, but the question is mentioned", async () => {
  const state = { "local-network-access": "prompt" };
  assert.match((await unreachable("wss://ducksoup.example/ws", state)).message, /If the browser asks for access to the local network/);
  assert.doesNotMatch((await unreachable("wss://ducksoup.example/ws", {})).message, /local network/);
});

test("a participant has a minute to answer the browser's question", async () => {
  const open = async (state: string): Promise<World> => {
    const world = Object.assign(new World(), { reachable: false });
    world.permissions.set("local-network-access", new FakePermission(state));
    void world.render({ signalingUrl: "wss://campus.example/ws" });
    await settle();
    await world.clock.advance(10_000);
    return world;
  };
  const asked = await open("prompt");
  assert.equal(asked.kinds.includes("error"), false);
  asked.socket.open();
  await asked.clock.advance(60_000);
  assert.equal(asked.kinds.includes("error"), false, "answered");
  const silent = await open("prompt");
  await silent.clock.advance(50_000);
  assert.deepEqual(silent.kinds, ["local-stream", "error", "closed"]);
  assert.deepEqual((await open("granted")).kinds, ["local-stream", "error", "closed"]);
});

test("media that finds no way is told the same, if the server's addresses are local", async () => {
  const blocked = async (candidate: string): Promise<string> => {
    const world = new World();
    world.permissions.set("local-network-access", new FakePermission("prompt"));
    await world.answered();
    world.socket.frame("candidate", JSON.stringify({ candidate, sdpMid: "0" }));
    await world.clock.advance(20_000);
    await settle();
    return world.payloadOf("error").name;
  };
  assert.equal(await blocked("candidate:1 1 udp 2130706431 192.168.1.5 10000 typ host"), "LocalNetworkAccessError");
  assert.equal(await blocked("candidate:1 1 udp 2130706431 203.0.113.5 10000 typ host"), "NetworkBlockedError");
});

test("addresses of this device, of the local network, and others", () => {
  for (const host of ["127.0.0.1", "::1", "localhost", "a.localhost"]) assert.equal(placeOfHost(host), "loopback", host);
  for (const host of ["10.1.2.3", "172.16.0.1", "172.31.0.1", "192.168.0.1", "169.254.1.1", "100.64.0.1", "fd00::2", "fe80::1", "printer.local"]) assert.equal(placeOfHost(host), "local", host);
  for (const host of ["172.32.0.1", "8.8.8.8", "100.128.0.1", "2001:db8::1", "ducksoup.example", "10.example", "fdroid.example"]) assert.equal(placeOfHost(host), "unknown", host);
});
