import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallReport } from "../src/call/api.ts";
import { CallRecord } from "../src/call/record.ts";
import { TEXTS } from "../src/call/texts.ts";
import { simulated } from "../src/jspsych/simulated.ts";
import type { DuckSoupEvent } from "../src/player/api.ts";
import { named, settle, World } from "./fakes.ts";

/** A call of ann in a fake browser, and what is recorded of it. */
class Recorded {
  readonly world = new World();
  readonly record = new CallRecord({ interactionName: "trial-7", userId: "ann" }, () => this.world.clock.now);
  readonly embed = { callback: (event: DuckSoupEvent): void => this.record.add(event) };

  static async started(): Promise<Recorded> {
    const call = new Recorded();
    await call.world.connected({}, call.embed);
    await call.world.clock.advance(2_000);
    call.world.socket.frame("start", 120);
    return call;
  }

  get report(): CallReport {
    return this.record.report();
  }
}

const told = ({ reason, event, cause, message }: CallReport): unknown[] => [reason, event, cause, message];

test("a call that goes on until its time is over is completed, with times, files and what happened", async () => {
  const { world, record } = await Recorded.started();
  world.socket.frame("other_joined", { userId: "bob", streamId: "s" });
  await world.clock.advance(5_000);
  world.socket.frame("other_left", { userId: "bob", streamId: "s" });
  await world.clock.advance(115_000);
  world.socket.frame("files", { ann: ["a.mkv"], bob: ["b.mkv"] });
  world.socket.frame("end");
  await settle();
  const report = record.report();
  assert.deepEqual(told(report), ["completed", "end", "", ""]);
  assert.deepEqual([report.waited, report.talked, report.planned, report.files], [2_000, 120_000, 120_000, ["a.mkv"]]);
  assert.deepEqual([report.absences, report.reconnections, report.deviceFailures], [1, 0, 0]);
  assert.deepEqual(report.events, [
    { t: 0, kind: "local-stream" },
    { t: 0, kind: "joined", detail: "new-interaction" },
    { t: 2_000, kind: "start", detail: "120" },
    { t: 2_000, kind: "other_joined", detail: "bob" },
    { t: 7_000, kind: "other_left", detail: "bob" },
    { t: 122_000, kind: "files" },
    { t: 122_000, kind: "end" },
  ]);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report, "plain JSON");
});

for (const [payload, expected] of [
  [{ key: "server", value: "shutdown", message: "m" }, ["ended_early", "end", "shutdown", "m"]],
  [{ key: "experimenter", value: "stopped", message: "m" }, ["stopped", "end", "stopped", "m"]],
  [{ key: "userId", value: "ann", message: "m" }, ["removed", "end", "ann", "m"]],
] as const) {
  test(`an end with the key ${payload.key} is ${expected[0]}`, async () => {
    const call = await Recorded.started();
    call.world.socket.frame("end", payload);
    assert.deepEqual(told(call.report), expected);
  });
}

for (const [kind, reason, expected] of [
  ["error-aborted", { key: "size", value: "bob", message: "m" }, ["others_missing", "size", "m"]],
  ["error-aborted", { key: "video", value: "ann", message: "m" }, ["not_connected", "video", "m"]],
  ["error-aborted", undefined, ["others_missing", "", ""]],
  ["error-aborted", { key: "effect", value: "ann", message: "m" }, ["server_failed", "effect", "m"]],
  ["error-aborted", { key: "effect", value: "bob", message: "m" }, ["server_failed", "effect", "m"]],
  ["error-aborted", { key: "codec", value: "ann", message: "m" }, ["not_connected", "codec", "m"]],
  ["error-aborted", { key: "interactionName", value: "trial-7", message: "m" }, ["connection_lost", "interactionName", "m"]],
  ["error-join", { key: "audioFx", value: "x", message: "m" }, ["refused", "audioFx", "m"]],
  ["error-duplicate", undefined, ["duplicate", "", ""]],
  ["error-full", { key: "server", message: "m" }, ["full", "server", "m"]],
  ["error-peer-connection", undefined, ["server_failed", "", ""]],
] as const) {
  test(`${kind} of ${JSON.stringify(reason)} is ${expected[0]}, and the participant did not talk`, async () => {
    const call = new Recorded();
    await call.world.render({}, call.embed);
    await call.world.clock.advance(1_500);
    call.world.socket.frame(kind, reason);
    const [end, ...more] = expected;
    assert.deepEqual(told(call.report), [end, kind, ...more]);
    assert.deepEqual([call.report.waited, call.report.talked, call.report.planned], [1_500, 0, null]);
  });
}

for (const [userId, payload, expected] of [
  ["2", { key: "size", value: "2" }, "others_missing"],
  ["2", { key: "video", value: "2" }, "not_connected"],
  [23, { key: "video", value: "23" }, "not_connected"],
  [23, { key: "video", value: "24" }, "others_missing"],
  ["Zoe\u0308", { key: "audio", value: "Zo\u00eb" }, "not_connected"],
] as const) {
  test(`for the participant ${JSON.stringify(userId)}, error-aborted of ${JSON.stringify(payload)} is ${expected}`, () => {
    const record = new CallRecord({ interactionName: "trial-7", userId: userId as string }, () => 0);
    record.add({ kind: "error-aborted", payload });
    assert.equal(record.report().reason, expected);
  });
}

test("files are those of the participant, also where the server spells the name in another way", () => {
  for (const [userId, key] of [["Zoe\u0308", "Zo\u00eb"], [23, "23"]] as const) {
    const record = new CallRecord({ interactionName: "trial-7", userId: userId as string }, () => 0);
    record.add({ kind: "files", payload: { [key]: ["a.mkv"] } });
    assert.deepEqual(record.report().files, ["a.mkv"]);
  }
});

for (const event of [
  { kind: "error-aborted", payload: { key: "interactionName", value: "trial-7", message: "m" } },
  { kind: "error-aborted", payload: { key: "size", value: "2", message: "m" } },
  { kind: "error-aborted", payload: { key: "video", value: "ann", message: "m" } },
  { kind: "error-aborted", payload: { key: "effect", value: "ann", message: "m" } },
  { kind: "error-peer-connection", payload: { key: "server", message: "m" } },
  { kind: "error-full", payload: { key: "server", message: "m" } },
  { kind: "error-join", payload: { key: "recordingMode", message: "m" } },
  { kind: "error", payload: { name: "NegotiationError", message: "m" } },
  { kind: "error", payload: { name: "LocalNetworkAccessError", message: "m" } },
] as const satisfies DuckSoupEvent[]) {
  test(`after the start, ${event.kind} of ${JSON.stringify(event.payload)} is a lost connection`, async () => {
    const { world, record } = await Recorded.started();
    await world.clock.advance(30_000);
    record.add(event);
    const cause = "name" in event.payload ? event.payload.name : event.payload.key;
    assert.deepEqual(told(record.report()), ["connection_lost", event.kind, cause, "m"]);
    assert.equal(record.report().talked, 30_000);
  });
}

test("a participant whom the experimenter took out while the socket was lost is told so", async () => {
  const { record } = await Recorded.started();
  record.add({ kind: "error-join", payload: { key: "userId", value: "ann", message: "m" } });
  assert.deepEqual(told(record.report()), ["removed", "error-join", "userId", "m"]);
});

test("a second tab that took the seat during the call is a second tab", async () => {
  const { record } = await Recorded.started();
  record.add({ kind: "error-duplicate", payload: { key: "userId", value: "ann", message: "m" } });
  assert.equal(record.report().reason, "duplicate");
});

test("devices that do not open, and options that are refused before, end the call too", async () => {
  const call = new Recorded();
  call.world.refuseCapture = named("NotFoundError");
  await call.world.render({}, call.embed);
  assert.deepEqual(told(call.report).slice(0, 3), ["no_devices", "error", "NotFoundError"]);
  assert.notEqual(call.report.message, "");
  const refused = new Recorded();
  await refused.world.render({ userId: "" }, refused.embed);
  assert.deepEqual(told(refused.report).slice(0, 3), ["refused", "error-join", "userId"]);
});

for (const [name, reason] of [
  ["ServerUnreachableError", "unreachable"],
  ["LocalNetworkAccessError", "unreachable"],
  ["ConnectionLostError", "connection_lost"],
  ["NetworkBlockedError", "not_connected"],
  ["NegotiationError", "not_connected"],
  ["SomethingNewError", "no_devices"],
] as const) {
  test(`${name} is ${reason}`, () => {
    const { record } = new Recorded();
    record.add({ kind: "error", payload: { name, message: "m" } });
    assert.deepEqual(told(record.report()), [reason, "error", name, "m"]);
  });
}

test("a socket that is taken up again, and devices that fail, are counted", async () => {
  const { world, record } = await Recorded.started();
  world.socket.frame("joined", { context: "reconnection", iceServers: [] });
  world.track("video").mute(true);
  await world.clock.advance(1_000);
  world.track("audio").end();
  await world.clock.advance(1_000);
  assert.equal(record.report().reconnections, 1);
  assert.equal(record.report().deviceFailures, 2, JSON.stringify(record.report().events));
  assert.ok(record.report().events.some(({ kind, detail }) => kind === "device-muted" && detail === "video muted"));
});

test("the first end counts, of the server or of the page", async () => {
  const call = await Recorded.started();
  call.record.end("left");
  call.world.socket.frame("end");
  assert.deepEqual(told(call.report), ["left", "", "", ""]);
  const first = new Recorded();
  first.record.add({ kind: "files", payload: { ann: ["a.mkv"] } });
  first.record.add({ kind: "closed" });
  assert.equal(first.report.reason, "completed", "a server of the first generation says no end");
});

test("every sentence is one, and a simulated call has the columns of a real one", async () => {
  for (const [name, sentence] of Object.entries(TEXTS)) {
    if (name !== "goOn" && name !== "leave") assert.match(sentence, /^[A-Z].*[.…]$/, name);
  }
  const report = simulated({ signalingUrl: "wss://x/ws", interactionName: "trial-7", userId: "ann", duration: 60 });
  assert.deepEqual(Object.keys(report).sort(), Object.keys((await Recorded.started()).report).sort());
  assert.equal(report.talked, 60_000);
});
