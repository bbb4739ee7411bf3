import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallOptions, CallReport } from "../src/call/api.ts";
import { run } from "../src/call/run.ts";
import { TEXTS } from "../src/call/texts.ts";
import { elementsChanged, pageOf, question } from "./fake-page.ts";
import { REQUIRED, settle, World, type FakeElement } from "./fakes.ts";

/** A call in a fake browser, as a participant sees it. */
class Shown {
  readonly world = new World();
  readonly ended: CallReport[] = [];

  begin(more: Partial<CallOptions> = {}): void {
    pageOf(this.world);
    const mountEl = this.world.mountEl as unknown as HTMLElement;
    void run({ mountEl, peerOptions: REQUIRED, onEnd: (report) => this.ended.push(report), ...more });
  }

  static async waiting(more: Partial<CallOptions> = {}): Promise<Shown> {
    const shown = new Shown();
    shown.begin(more);
    await settle();
    shown.world.socket.frame("joined", { context: "new-interaction", iceServers: [], resumeToken: "t" });
    return shown;
  }

  static async talking(more: Partial<CallOptions> = {}): Promise<Shown> {
    const shown = await Shown.waiting(more);
    shown.world.socket.frame("start", 120);
    return shown;
  }

  element(className: string): FakeElement {
    const found = this.world.mountEl.find(className);
    assert.ok(found, className);
    return found;
  }
  get sentence(): string {
    return this.element("ducksoup-sentence").textContent;
  }
  get state(): string | undefined {
    return this.element("ducksoup-call").dataset["state"];
  }
  get reasons(): string[] {
    return this.ended.map(({ reason }) => reason);
  }
}

for (const [what, end, reason] of [
  ["startWithin runs out", ({ world }: Shown) => world.clock.advance(120_000), "no_end"],
  ["the participant leaves", (shown: Shown) => shown.element("ducksoup-leave").click(), "left"],
  ["the page removes the call", ({ world }: Shown) => (world.mountEl.replaceChildren(), elementsChanged()), "left"],
  ["the page is closed", ({ world }: Shown) => world.fire("pagehide"), "page_closed"],
] as const) {
  test(`${what} while the browser asks for the camera: a late answer opens nothing and joins nobody`, async () => {
    const shown = new Shown();
    const { answer } = question(shown.world);
    shown.begin({ canLeave: true });
    await settle();
    await end(shown);
    answer();
    await settle();
    await shown.world.clock.advance(1_000);
    assert.equal(shown.world.sockets.length, 0);
    assert.ok(shown.world.streams[0]?.tracks.every(({ stopped }) => stopped), "the camera's light is out");
    assert.deepEqual(shown.reasons, [reason]);
    shown.world.mountEl.replaceChildren();
    assert.deepEqual(shown.world.leaks(), []);
  });
}

test("options that cannot work end the call with the reason", async () => {
  const shown = new Shown();
  shown.begin({ peerOptions: { ...REQUIRED, userId: "" } });
  await settle();
  assert.deepEqual(shown.reasons, ["refused"]);
  assert.equal(shown.sentence, TEXTS.refused);
});

test("before the start nobody has lost a conversation: those who come and go leave the participant waiting", async () => {
  const shown = await Shown.waiting();
  const bob = { userId: "bob", streamId: "s" };
  for (const kind of ["other_joined", "other_left", "other_joined"]) {
    shown.world.socket.frame(kind, bob);
    assert.equal(shown.sentence, TEXTS.waiting, kind);
  }
  shown.world.socket.frame("message", { text: "Soon." });
  shown.world.socket.frame("other_joined", bob);
  assert.equal(shown.sentence, TEXTS.waiting);
  shown.world.socket.frame("start", 120);
  shown.world.socket.frame("other_left", bob);
  assert.equal(shown.sentence, TEXTS.away);
  shown.world.socket.frame("other_joined", bob);
  assert.equal(shown.sentence, TEXTS.talking);
});

test("a new run after a restart of the server is waited for again; a socket that is taken up again is not", async () => {
  const shown = await Shown.talking();
  shown.world.socket.frame("joined", { context: "reconnection", iceServers: [], resumeToken: "t" });
  assert.deepEqual([shown.state, shown.sentence], ["talking", TEXTS.talking]);
  shown.world.socket.frame("joined", { context: "new-interaction", iceServers: [], resumeToken: "u" });
  assert.deepEqual([shown.state, shown.sentence], ["waiting", TEXTS.waiting]);
  shown.world.socket.frame("other_left", { userId: "bob", streamId: "s" });
  assert.equal(shown.sentence, TEXTS.waiting);
  shown.world.socket.frame("start", 60);
  assert.deepEqual([shown.state, shown.sentence], ["talking", TEXTS.talking]);
});

test("where the browsers have no video format in common the sentence is about browsers", async () => {
  const aborted = async (texts?: CallOptions["texts"]): Promise<string> => {
    const shown = await Shown.waiting(texts ? { texts } : {});
    shown.world.socket.frame("error-aborted", { key: "codec", value: "ann", message: "m" });
    assert.deepEqual([shown.reasons, shown.ended[0]?.cause], [["not_connected"], "codec"]);
    return shown.sentence;
  };
  assert.match(await aborted(), /browser/);
  assert.equal(await aborted({ codec: "Anderer Browser." }), "Anderer Browser.");
  assert.equal(await aborted({ not_connected: "Ihr Code ist 17." }), "Ihr Code ist 17.", "a page of before has no sentence for it");
});

test("a server that falls silent during the call is not told as a call that did not begin", async () => {
  const shown = await Shown.talking();
  await shown.world.clock.advance(180_000);
  assert.deepEqual(shown.reasons, ["no_end"]);
  assert.equal(shown.sentence, TEXTS.connection_lost);
});
