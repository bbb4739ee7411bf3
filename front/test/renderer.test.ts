import assert from "node:assert/strict";
import { test } from "node:test";
import { settle, World } from "./fakes.ts";

test("mountEl receives one element per track, and the page gets no track event", async () => {
  const world = new World();
  await world.connected({}, { mountEl: world.mountEl });
  world.remoteTrack("video", "v", "bobs");
  world.remoteTrack("audio", "a", "bobs");
  const [video, audio] = world.mountEl.children;
  assert.deepEqual([video?.tag, audio?.tag], ["video", "audio"]);
  assert.equal(video?.dataset["streamId"], "bobs");
  assert.equal(video?.autoplay, true);
  assert.equal(video?.attributes["playsinline"], "");
  assert.deepEqual(video?.srcObject?.tracks.map(({ id }) => id), ["v"], "the voice comes out once");
  assert.ok(!world.kinds.includes("track"));
});

test("the same track again replaces its element; a removed or ended track takes it away", async () => {
  const world = new World();
  await world.connected({}, { mountEl: world.mountEl });
  world.remoteTrack("video", "v");
  const { track, stream } = world.remoteTrack("video", "v");
  assert.equal(world.mountEl.children.length, 1);
  const other = world.remoteTrack("audio", "a");
  stream.dispatchEvent(Object.assign(new Event("removetrack"), { track: { id: "a" } }));
  assert.equal(world.mountEl.children.length, 2, "not this stream's business");
  stream.dispatchEvent(Object.assign(new Event("removetrack"), { track }));
  assert.deepEqual(world.mountEl.children.map(({ tag }) => tag), ["audio"]);
  other.track.dispatchEvent(new Event("ended"));
  assert.equal(world.mountEl.children.length, 0);
});

test("blocked playback starts with the participant's next click or key, and leaves no listener", async () => {
  const world = new World();
  const player = await world.connected({}, { mountEl: world.mountEl });
  world.autoplayBlocked = true;
  world.remoteTrack("audio", "a");
  world.remoteTrack("audio", "b");
  await settle();
  assert.equal(world.listenersOf("pointerdown").size, 1);
  assert.equal(world.said.length, 1);
  assert.match(world.said[0] ?? "", /clicked or pressed a key/);
  world.autoplayBlocked = false;
  for (const listener of [...world.listenersOf("keydown")]) listener();
  await settle();
  assert.deepEqual(world.mountEl.children.map(({ plays }) => plays), [2, 2]);
  assert.equal(world.listenersOf("pointerdown").size, 0);
  assert.equal(world.listenersOf("keydown").size, 0);

  world.autoplayBlocked = true;
  world.remoteTrack("audio", "c");
  await settle();
  assert.equal(world.listenersOf("pointerdown").size, 1);
  player.stop();
  assert.equal(world.listenersOf("pointerdown").size, 0);
});

for (const gesture of ["pointerdown", "pointerup", "click", "keydown"]) {
  test(`blocked playback starts with ${gesture}`, async () => {
    const world = new World();
    world.autoplayBlocked = true;
    await world.connected({}, { mountEl: world.mountEl });
    world.remoteTrack("audio", "a");
    await settle();
    world.autoplayBlocked = false;
    world.fire(gesture);
    await settle();
    assert.deepEqual(world.mountEl.children.map(({ plays }) => plays), [2]);
    for (const type of ["pointerdown", "pointerup", "click", "keydown"]) assert.equal(world.listenersOf(type).size, 0, type);
  });
}

test("a touch begins with what counts for no gesture: the sound waits for its end, also where that comes at once, and says so once", async () => {
  const world = new World();
  world.autoplayBlocked = true;
  await world.connected({}, { mountEl: world.mountEl });
  world.remoteTrack("audio", "a");
  await settle();
  world.fire("pointerdown");
  await settle();
  world.fire("pointerdown");
  world.autoplayBlocked = false;
  world.fire("pointerup");
  await settle();
  assert.deepEqual(world.mountEl.children.map(({ plays }) => plays), [4]);
  assert.equal(world.listenersOf("pointerdown").size, 0);
  assert.equal(world.said.length, 1);
});
