import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeElement, named, settle, World } from "./fakes.ts";

test("a whole call: events in order, frames in order, everything released", async () => {
  const world = new World();
  await world.connected();
  const { socket, pc } = world;
  const stream = { id: "s" };
  pc.ontrack?.({ track: { kind: "video", id: "v" }, streams: [stream] });
  socket.frame("other_joined", { userId: "bob", streamId: "s" });
  socket.frame("start", 29);
  socket.frame("ending");
  socket.frame("other_left", { userId: "bob", streamId: "s" });
  socket.frame("files", { ann: ["a.mkv"], bob: ["b.mkv"] });
  socket.frame("end");
  await settle();
  assert.deepEqual(world.kinds, [
    "local-stream", "joined", "track", "other_joined", "start", "ending", "other_left", "files", "end", "closed",
  ]);
  assert.equal(world.payloadOf("local-stream"), world.streams[0]);
  assert.equal(world.payloadOf("start"), 29);
  assert.deepEqual(world.payloadOf("files"), { ann: ["a.mkv"], bob: ["b.mkv"] });
  assert.deepEqual(world.payloadOf("other_joined"), { userId: "bob", streamId: "s" });
  assert.deepEqual(socket.frames().map(({ kind }) => kind).slice(0, 2), ["join", "client_answer"]);
  assert.deepEqual(socket.frames("stop"), [], "the interaction was over: nobody leaves it");
  assert.deepEqual(world.leaks(), []);
});

test("the page is told how long the others are waited for, and not the participant's key to the seat", async () => {
  const world = new World();
  await world.connected({}, {}, { waitSeconds: 12, resumeToken: "secret" });
  assert.deepEqual(world.payloadOf("joined"), { context: "new-interaction", iceServers: [], waitSeconds: 12 });
  const older = new World();
  await older.connected({}, {}, { waitSeconds: "soon" });
  assert.deepEqual(older.payloadOf("joined"), { context: "new-interaction", iceServers: [] });
});

test("the experimenter moves the end, and sends a text", async () => {
  const world = new World();
  await world.connected();
  const { socket } = world;
  socket.frame("start", 30);
  socket.frame("ending");
  socket.frame("extended", 75);
  socket.frame("ending");
  socket.frame("message", { text: "<b>Please</b> sit closer." });
  socket.frame("extended", "rubbish");
  await settle();
  assert.deepEqual(world.kinds.slice(-5), ["start", "ending", "extended", "ending", "message"]);
  assert.equal(world.payloadOf("extended"), 75);
  assert.deepEqual(world.payloadOf("message"), { text: "<b>Please</b> sit closer." });
});

test("join is the first frame, and carries the interaction", async () => {
  const world = new World();
  await world.render({ duration: 90, audioFx: "pitch pitch=0.8 name=fx", overlay: true });
  const [join] = world.socket.frames();
  assert.equal(join?.kind, "join");
  assert.deepEqual(join?.payload, {
    interactionName: "trial-7", userId: "ann", duration: 90, size: 2, width: 800, height: 600, frameRate: 30,
    namespace: "default", videoFormat: "H264", recordingMode: "muxed", audioFx: "pitch pitch=0.8 name=fx", overlay: true,
  });
  assert.match(world.socket.url, /^wss:\/\/ducksoup\.example\/ws\?href=https/);
});

test("the local stream comes before the server is asked", async () => {
  const world = new World();
  let socketsAtLocalStream = -1;
  await world.render({}, { callback: ({ kind }: { kind: string }) => {
    if (kind === "local-stream") socketsAtLocalStream = world.sockets.length;
  } });
  assert.equal(socketsAtLocalStream, 0);
});

test("stop leaves for good, says so once, and releases everything", async () => {
  const world = new World();
  const player = await world.connected({}, { mountEl: world.mountEl });
  world.autoplayBlocked = true;
  world.remoteTrack("video", "v");
  world.remoteTrack("audio", "a");
  world.socket.frame("start", 30);
  world.pc.ice("disconnected");
  await settle();
  assert.equal(world.mountEl.children.length, 2);
  assert.ok(world.leaks().length >= 6, "there is something to release");
  const { pc, socket } = world;
  const close = pc.close.bind(pc);
  pc.close = () => {
    assert.equal(socket.frames("stop").length, 1, "the server hears it before the media path ends");
    close();
  };
  player.stop();
  player.stop();
  assert.deepEqual(world.leaks(), ["socket 2"], "at once, except for the closing handshake");
  await settle();
  assert.deepEqual(world.leaks(), []);
  assert.equal(world.socket.frames("stop").length, 1);
  assert.equal(world.socket.closedWith, 1000);
  assert.deepEqual(world.kinds.filter((kind) => kind === "closed"), ["closed"]);
});

test("nothing but closed is told after stop", async () => {
  const world = new World();
  const player = await world.connected({}, { stats: true });
  const { socket } = world;
  player.stop();
  socket.frame("start", 3);
  socket.frame("error-full");
  await world.clock.advance(3000);
  await settle();
  assert.deepEqual(world.kinds, ["local-stream", "joined", "closed"]);
});

test("stop takes the codes browsers take", async () => {
  for (const [code, used] of [[4001, 4001], [1011, 1000], [1000, 1000]] as const) {
    const world = new World();
    (await world.render()).stop(code);
    assert.equal(world.socket.closedWith, used);
    assert.equal(world.said.length, code === 1011 ? 1 : 0);
  }
});

test("stop before or inside the local-stream callback: no socket, no camera left open", async () => {
  const { Player } = await import("../src/player/player.ts");
  const { readPeerOptions } = await import("../src/player/options.ts");
  const { REQUIRED } = await import("./fakes.ts");
  const world = new World();
  const settings = readPeerOptions(REQUIRED, "https://lab.example/", () => {});
  const player = new Player(world.platform, { callback: ({ kind }) => kind === "local-stream" && player.stop() }, settings);
  await player.start();
  assert.equal(world.sockets.length, 0);
  assert.deepEqual(world.leaks(), []);

  const early = new Player(world.platform, { callback: () => {} }, settings);
  const starting = early.start();
  early.stop();
  await starting;
  assert.equal(world.sockets.length, 0);
  assert.deepEqual(world.leaks(), [], "the camera that opened after stop is closed");
});

test("each refusal of the server is its own event, with the reason when there is one, and ends the call", async () => {
  for (const kind of ["error-join", "error-duplicate", "error-full", "error-aborted", "error-peer-connection"]) {
    const world = new World();
    await world.render();
    world.socket.frame(kind, kind === "error-join" ? { reason: { key: "size", value: 9, message: "size is 9" } } : undefined);
    await settle();
    assert.deepEqual(world.kinds, ["local-stream", kind, "closed"]);
    assert.deepEqual(world.payloadOf(kind), kind === "error-join" ? { key: "size", value: 9, message: "size is 9" } : undefined);
    assert.deepEqual(world.socket.frames("stop"), []);
    assert.deepEqual(world.leaks(), []);
  }
});

test("an early end brings its reason, an end in time has none", async () => {
  for (const reason of [{ key: "server", value: "shutdown", message: "it stops" }, undefined]) {
    const world = new World();
    await world.render();
    world.socket.frame("end", reason && { reason });
    await settle();
    assert.deepEqual(world.payloadOf("end"), reason);
    assert.deepEqual(world.kinds, ["local-stream", "end", "closed"]);
  }
});

test("a page that stops its player inside end or a refusal tells the server nothing more", async () => {
  for (const kind of ["end", "error-full"]) {
    const world = new World();
    let player: { stop(): void } | undefined;
    player = await world.render({}, { callback: (event: { kind: string }) => event.kind === kind && player?.stop() });
    world.socket.frame(kind);
    await settle();
    assert.deepEqual(world.socket.frames().map((frame) => frame.kind), ["join"]);
    assert.deepEqual(world.leaks(), []);
  }
});

test("denied camera, missing and busy device, plain http: an error event with a sentence for the page", async () => {
  const cases: Array<[Error | null, string, RegExp]> = [
    [named("NotAllowedError"), "NotAllowedError", /denied/],
    [named("NotFoundError"), "NotFoundError", /was found/],
    [named("NotReadableError"), "NotReadableError", /another program/],
    [named("OverconstrainedError", "", { constraint: "deviceId" }), "OverconstrainedError", /deviceId/],
    [named("AbortError", "hm"), "AbortError", /AbortError: hm/],
    [null, "InsecureContextError", /https/],
  ];
  for (const [failure, name, sentence] of cases) {
    const world = new World();
    world.refuseCapture = failure;
    world.insecure = failure === null;
    await world.render();
    assert.deepEqual(world.kinds, ["error"]);
    assert.equal(world.payloadOf("error").name, name);
    assert.match(world.payloadOf("error").message, sentence);
    assert.equal(world.sockets.length, 0);
    assert.match(world.said[0] ?? "", /^error \[DuckSoup\]/);
  }
});

test("unreachable server: error, then closed, camera released", async () => {
  for (const how of ["refused", "silent", "forbidden address"]) {
    const world = new World();
    world.reachable = false;
    world.refuseSocket = how === "forbidden address";
    const rendering = world.render();
    await settle();
    if (how === "refused") world.socket.lose();
    if (how === "silent") await world.clock.advance(10_000);
    await rendering;
    await settle();
    assert.deepEqual(world.kinds, ["local-stream", "error", "closed"], how);
    assert.equal(world.payloadOf("error").name, "ServerUnreachableError");
    assert.match(world.payloadOf("error").message, /wss:\/\/ducksoup\.example\/ws cannot.*https:\/\/lab\.example/);
    assert.deepEqual(world.leaks(), [], how);
  }
});

test("rtcConfig the browser refuses is an error, not an exception", async () => {
  const world = new World();
  const platform = world.platform as any;
  platform.RTCPeerConnection = function () {
    throw new TypeError("bad iceServers");
  };
  const { renderOn } = await import("../src/player/render.ts");
  const { REQUIRED } = await import("./fakes.ts");
  await renderOn(platform, [{ callback: (event: any) => world.events.push(event) }, REQUIRED]);
  world.socket.frame("joined", {});
  await settle();
  assert.deepEqual(world.kinds, ["local-stream", "error", "closed"]);
  assert.match(world.payloadOf("error").message, /bad iceServers/);
  assert.deepEqual(world.leaks(), []);
});

test("a failing callback is reported and harms nothing", async () => {
  const world = new World();
  await world.connected({}, { callback: ({ kind }: { kind: string }) => {
    if (kind === "joined") throw new Error("page bug");
  } });
  assert.equal(world.socket.frames("client_answer").length, 1);
  assert.match(world.said.join("\n"), /callback failed on the event "joined".*page bug/);
});

test("several players live side by side", async () => {
  const [one, two] = [new World(), new World()];
  const first = await one.connected();
  const second = await two.connected({ userId: "bob" });
  first.stop();
  second.log("still", "here");
  await settle();
  assert.deepEqual(two.socket.frames("ext_still"), [{ kind: "ext_still", payload: "here" }]);
  assert.deepEqual(one.leaks(), []);
  assert.equal(two.pc.closed, false);
});

test("two players on one page: stopping one leaves the other's elements, listeners, devices and timers alone", async () => {
  const world = new World();
  const roots = [world.mountEl, new FakeElement("div", world)] as const;
  const first = await world.connected({}, { mountEl: roots[0], stats: true });
  const one = { socket: world.socket, pc: world.pc };
  world.autoplayBlocked = true;
  world.remoteTrack("audio", "a1");
  const second = await world.connected({ userId: "bob" }, { mountEl: roots[1], stats: true });
  world.remoteTrack("audio", "a2");
  await settle();
  first.stop();
  await settle();
  assert.deepEqual([roots[0].children.length, roots[1].children.length], [0, 1]);
  assert.equal(world.listenersOf("pointerdown").size, 1);
  assert.equal(world.listenersOf("online").size, 1);
  assert.deepEqual([one.pc.closed, world.pc.closed], [true, false]);
  assert.deepEqual(world.streams.map(({ tracks }) => tracks.map(({ stopped }) => stopped)), [[true, true], [false, false]]);
  const before = world.kinds.filter((kind) => kind === "stats").length;
  await world.clock.advance(2_000);
  assert.equal(world.kinds.filter((kind) => kind === "stats").length, before + 2, "one series of statistics goes on");
  assert.equal(one.socket.frames("stop").length, 1);
  second.stop();
  await settle();
  assert.deepEqual(world.leaks(), []);
});

test("controlFx sends a number, a bounded duration and another participant's id; nonsense stays here", async () => {
  const world = new World();
  const player = await world.connected();
  player.controlFx("fx", "pitch", 1.2);
  player.controlFx("fx", "pitch", "0.8" as unknown as number, 500, "bob");
  player.controlFx("fx", "pitch", 1, 9000);
  player.controlFx("fx", "pitch", Number.NaN);
  player.controlFx("", "pitch", 1);
  assert.deepEqual(world.socket.frames("client_control").map(({ payload }) => payload), [
    { name: "fx", property: "pitch", value: 1.2 },
    { name: "fx", property: "pitch", value: 0.8, duration: 500, userId: "bob" },
    { name: "fx", property: "pitch", value: 1, duration: 5000 },
  ]);
  assert.equal(world.said.length, 2);
  assert.match(world.said[1] ?? "", /controlFx: name is ""; allowed: text/);
});

test("polyControlFx sends its value as text", async () => {
  const world = new World();
  const player = await world.connected();
  player.polyControlFx("fx", "preset", "int", 3);
  player.polyControlFx("fx", "seed", "uint64", 18446744073709551615n);
  player.polyControlFx("fx", "text", "string", "hello");
  player.polyControlFx("fx", "text", "bool" as "int", 1);
  assert.deepEqual(world.socket.frames("client_polycontrol").map(({ payload }) => payload), [
    { name: "fx", property: "preset", kind: "int", value: "3" },
    { name: "fx", property: "seed", kind: "uint64", value: "18446744073709551615" },
    { name: "fx", property: "text", kind: "string", value: "hello" },
  ]);
  assert.match(world.said[0] ?? "", /kind is "bool"; allowed: float, double, int, uint64, string/);
});

test("mark sends a name and what belongs to it; nonsense stays here", async () => {
  const world = new World();
  const player = await world.connected();
  player.mark("stimulus", "face-12");
  player.mark("go");
  player.mark("empty", "");
  player.mark("key", { code: "f", ms: 412 });
  player.mark("score", 0.5);
  player.mark("yes", false);
  player.mark("x".repeat(100), "two\nlines" + "y".repeat(991));
  assert.deepEqual(world.socket.frames("mark").map(({ payload }) => payload), [
    { name: "stimulus", data: "face-12" }, { name: "go" }, { name: "empty" }, { name: "key", data: '{"code":"f","ms":412}' },
    { name: "score", data: "0.5" }, { name: "yes", data: "false" }, { name: "x".repeat(100), data: "two\nlines" + "y".repeat(991) },
  ]);
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  const names = ["", "x".repeat(101), "a\nb", 7, undefined];
  const data = ["y".repeat(1001), "a\u0000b", Number.NaN, () => 1, Symbol("s"), 5n, circle];
  for (const name of names) player.mark(name as string);
  for (const one of data) player.mark("a", one);
  assert.equal(world.socket.frames("mark").length, 7);
  assert.equal(world.said.length, names.length + data.length);
  assert.match(world.said[0] ?? "", /^error .*mark: name is ""; allowed: text of 1 to 100 characters without control characters/);
  assert.match(world.said[5] ?? "", /mark: data is ".*; allowed: none, or text, a number/);
});

test("like a control, a mark after the end goes nowhere", async () => {
  const world = new World();
  const player = await world.connected();
  player.stop();
  player.mark("stimulus");
  assert.deepEqual(world.sockets.flatMap((socket) => socket.frames("mark")), []);
  assert.deepEqual(world.said, []);
});

test("log and serverLog write ext_ lines", async () => {
  const world = new World();
  const player = await world.connected();
  player.log("user_event", "inactive");
  player.serverLog("rating", { score: 4 });
  player.log("bare");
  assert.deepEqual(world.socket.frames().filter(({ kind }) => kind.startsWith("ext_")), [
    { kind: "ext_user_event", payload: "inactive" }, { kind: "ext_rating", payload: { score: 4 } }, { kind: "ext_bare" },
  ]);
});

test("start again is the same start", async () => {
  const world = new World();
  const player = await world.render();
  await player.start();
  assert.equal(world.sockets.length, 1);
  assert.equal(world.constraints.length, 1);
});
