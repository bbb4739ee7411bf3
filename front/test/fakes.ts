import type { DuckSoupEvent, DuckSoupPlayer } from "../src/player/api.ts";
import type { Platform } from "../src/player/platform.ts";
import { renderOn } from "../src/player/render.ts";

/** Runs everything that waits for promises only. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 30; i++) await tick();
}

function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export class FakeClock {
  now = 0;
  private nextId = 1;
  readonly pending = new Map<number, { at: number; task: () => void }>();

  set(task: () => void, delayMs: number): number {
    const id = this.nextId++;
    this.pending.set(id, { at: this.now + delayMs, task });
    return id;
  }

  /** Runs the timers that are due, in order, and settles promises in between. */
  async advance(ms: number): Promise<void> {
    const target = this.now + ms;
    for (;;) {
      const due = [...this.pending].filter(([, { at }]) => at <= target).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      const [id, { at, task }] = due;
      this.pending.delete(id);
      this.now = at;
      task();
      await settle();
    }
    this.now = target;
  }
}

const SELF_DESCRIPTIONS: ReadonlySet<string> = new Set(["client_browser", "client_track_settings"]);

export class FakeSocket {
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: string[] = [];
  closedWith: number | undefined;
  received = 0;

  constructor(readonly url: string) {}

  send(text: string): void {
    if (this.readyState !== 1) throw new Error("InvalidStateError");
    this.sent.push(text);
  }

  close(code = 1005): void {
    if (this.readyState >= 2) return;
    this.readyState = 2;
    this.closedWith = code;
    setImmediate(() => this.lose(code));
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  lose(code = 1006): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.({ code });
  }

  frame(kind: string, payload?: unknown): void {
    this.received++;
    this.onmessage?.({ data: JSON.stringify(payload === undefined ? { kind } : { kind, payload }) });
  }

  /** The frames of the client, with parsed JSON payloads; without a kind, all but what it says of itself in every call. */
  frames(kind?: string): Array<{ kind: string; payload?: any }> {
    const all = this.sent.map((text) => {
      const { kind: k, payload } = JSON.parse(text) as { kind: string; payload?: unknown };
      if (payload !== undefined && typeof payload !== "string") throw new Error(`payload of ${k} is not a string`);
      return payload === undefined ? { kind: k } : { kind: k, payload: lenient(payload) };
    });
    return all.filter((frame) => (kind ? frame.kind === kind : !SELF_DESCRIPTIONS.has(frame.kind)));
  }
}

function lenient(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export class FakeTrack extends EventTarget {
  stopped = false;
  readyState = "live";
  muted = false;
  enabled = true;
  contentHint = "";
  label = "fake";
  settings: Record<string, unknown> = {};
  constructor(readonly kind: "audio" | "video", readonly id: string) {
    super();
  }
  stop(): void {
    this.stopped = true;
  }
  getSettings(): Record<string, unknown> {
    return { ...this.settings };
  }
  mute(muted: boolean): void {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? "mute" : "unmute"));
  }
  /** As when the device is unplugged or its permission is withdrawn. */
  end(): void {
    this.readyState = "ended";
    this.stopped = true;
    this.dispatchEvent(new Event("ended"));
  }
}

export class FakeStream extends EventTarget {
  constructor(readonly tracks: FakeTrack[], readonly id = "stream") {
    super();
  }
  getTracks(): FakeTrack[] {
    return [...this.tracks];
  }
  addTrack(track: FakeTrack): void {
    this.tracks.push(track);
  }
  removeTrack(track: FakeTrack): void {
    this.tracks.splice(this.tracks.indexOf(track), 1);
  }
}

export class FakeSender {
  parameters: { encodings: Array<{ maxBitrate?: number }>; degradationPreference?: string } = { encodings: [{}] };
  knowsDegradation = true;
  readonly history: number[] = [];
  private busy = false;
  readonly transport = { iceTransport: { onselectedcandidatepairchange: null as null | (() => void), getSelectedCandidatePair: () => ({ local: { candidate: "L" }, remote: { candidate: "R" } }) } };
  constructor(public track: FakeTrack) {}
  async replaceTrack(track: FakeTrack): Promise<void> {
    await tick();
    this.track = track;
  }
  getParameters(): typeof this.parameters {
    if (this.busy) throw new Error("InvalidModificationError");
    return structuredClone(this.parameters);
  }
  async setParameters(parameters: typeof this.parameters): Promise<void> {
    this.busy = true;
    await tick();
    this.busy = false;
    this.parameters = parameters;
    if (!this.knowsDegradation) delete this.parameters.degradationPreference;
    this.history.push(parameters.encodings[0]?.maxBitrate ?? -1);
  }
}

/** Refuses overlapping negotiation, and candidates without a remote description, as a real peer connection does. */
export class FakePeerConnection {
  signalingState = "stable";
  iceConnectionState = "new";
  connectionState = "new";
  remoteDescription: { type: string; sdp: string } | null = null;
  ontrack: ((event: any) => void) | null = null;
  onicecandidate: ((event: any) => void) | null = null;
  onnegotiationneeded: (() => void) | null = null;
  oniceconnectionstatechange: (() => void) | null = null;
  onsignalingstatechange: (() => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  readonly senders: FakeSender[] = [];
  readonly calls: string[] = [];
  closed = false;
  report: any[] = [];
  rejectOffers = false;
  /** If this is set, `setRemoteDescription` waits for it. */
  gate: Promise<void> | null = null;
  candidateWhileAnswering: string | null = null;
  answerSdp = "v=0\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n";

  constructor(public config: RTCConfiguration) {}

  setConfiguration(config: RTCConfiguration): void {
    this.config = config;
  }
  async setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
    if (this.signalingState !== "stable") throw new Error("offer while another is being answered");
    if (this.rejectOffers) throw new Error("bad offer");
    this.signalingState = "have-remote-offer";
    this.calls.push(`remote ${description.sdp}`);
    await (this.gate ?? tick());
    this.remoteDescription = description;
    this.onsignalingstatechange?.();
  }
  async createAnswer(): Promise<{ type: string; sdp: string }> {
    await tick();
    return { type: "answer", sdp: this.answerSdp };
  }
  async setLocalDescription(): Promise<void> {
    if (this.candidateWhileAnswering) this.gather(this.candidateWhileAnswering);
    await tick();
    this.calls.push("local");
    this.signalingState = "stable";
  }
  async addIceCandidate(candidate: { candidate: string }): Promise<void> {
    if (!this.remoteDescription) throw new Error("no remote description");
    this.calls.push(`candidate ${candidate.candidate}`);
  }
  addTrack(track: FakeTrack): FakeSender {
    const sender = new FakeSender(track);
    this.senders.push(sender);
    return sender;
  }
  getSenders(): FakeSender[] {
    return this.senders;
  }
  getStats(): Promise<any> {
    return Promise.resolve(new Map(this.report.map((entry, i) => [String(i), entry])));
  }
  gather(candidate: string): void {
    this.onicecandidate?.({ candidate: { candidate, toJSON: () => ({ candidate, sdpMid: "0" }) } });
  }
  ice(state: string): void {
    this.iceConnectionState = state;
    this.oniceconnectionstatechange?.();
  }
  close(): void {
    this.closed = true;
  }
}

export class FakeElement extends EventTarget {
  readonly nodeType = 1;
  readonly children: FakeElement[] = [];
  readonly dataset: Record<string, string> = {};
  readonly attributes: Record<string, string> = {};
  parent: FakeElement | null = null;
  autoplay = false;
  srcObject: FakeStream | null = null;
  plays = 0;
  className = "";
  textContent = "";
  constructor(readonly tag: string, private readonly world: World) {
    super();
  }
  /** The page itself is the world's `mountEl`. */
  get isConnected(): boolean {
    return this === this.world.mountEl || (this.parent?.isConnected ?? false);
  }
  setAttribute(name: string, value: string): void {
    this.attributes[name] = value;
  }
  appendChild(child: FakeElement): void {
    child.parent = this;
    this.children.push(child);
  }
  append(...children: FakeElement[]): void {
    for (const child of children) this.appendChild(child);
  }
  replaceChildren(...children: FakeElement[]): void {
    for (const child of [...this.children]) child.remove();
    this.append(...children);
  }
  remove(): void {
    this.parent?.children.splice(this.parent.children.indexOf(this), 1);
    this.parent = null;
  }
  focus(): void {}
  click(): void {
    this.dispatchEvent(new Event("click"));
  }
  /** The first element below this one that has this class. */
  find(className: string): FakeElement | undefined {
    for (const child of this.children) {
      const found = child.className.split(" ").includes(className) ? child : child.find(className);
      if (found) return found;
    }
    return undefined;
  }
  play(): Promise<void> {
    this.plays++;
    return this.world.autoplayBlocked
      ? Promise.reject(Object.assign(new Error("blocked"), { name: "NotAllowedError" }))
      : Promise.resolve();
  }
}

export class FakePermission extends EventTarget {
  constructor(public state: string) {
    super();
  }
  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}

/** A whole fake browser, and a record of its calls. */
export class World {
  readonly clock = new FakeClock();
  readonly sockets: FakeSocket[] = [];
  readonly connections: FakePeerConnection[] = [];
  readonly streams: FakeStream[] = [];
  readonly constraints: MediaStreamConstraints[] = [];
  readonly said: string[] = [];
  readonly listeners = new Map<string, Set<() => void>>();
  readonly events: DuckSoupEvent[] = [];
  readonly mountEl = new FakeElement("div", this);
  autoplayBlocked = false;
  refuseCapture: Error | null = null;
  captureGate: Promise<void> | null = null;
  insecure = false;
  refuseSocket = false;
  /** Sockets open by themselves. */
  reachable = true;
  supported: object = {};
  userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  userAgentData: object | undefined;
  pageUrl = "https://lab.example/trial?p=7#secret";
  isFramed = false;
  /** By the name of the permission. Other permissions are unknown to the browser. */
  readonly permissions = new Map<string, FakePermission>();
  readonly plugged = [{ kind: "audioinput", deviceId: "m" }, { kind: "videoinput", deviceId: "c" }];
  readonly document = { visibilityState: "visible" };

  get platform(): Platform {
    const world = this;
    const say = (level: string) => (...words: unknown[]) => void world.said.push(`${level} ${words.join(" ")}`);
    return {
      WebSocket: function (url: string) {
        if (world.refuseSocket) throw new Error("SecurityError");
        const socket = new FakeSocket(url);
        world.sockets.push(socket);
        if (world.reachable) setImmediate(() => socket.open());
        return socket;
      },
      RTCPeerConnection: function (config: RTCConfiguration) {
        const pc = new FakePeerConnection(config);
        world.connections.push(pc);
        return pc;
      },
      MediaStream: FakeStream,
      mediaDevices: world.insecure ? undefined : {
        getUserMedia: (constraints: MediaStreamConstraints) => world.capture(constraints),
        getSupportedConstraints: () => world.supported,
        enumerateDevices: async () => [...world.plugged],
        addEventListener: (type: string, listener: () => void) => world.listenersOf(type).add(listener),
        removeEventListener: (type: string, listener: () => void) => world.listenersOf(type).delete(listener),
      },
      permissions: {
        query: async ({ name }: { name: string }) => {
          const permission = world.permissions.get(name);
          if (!permission) throw new TypeError(`no permission ${name}`);
          return permission;
        },
      },
      userAgent: world.userAgent,
      userAgentData: world.userAgentData,
      document: {
        get visibilityState(): string {
          return world.document.visibilityState;
        },
        createElement: (tag: string) => new FakeElement(tag, world),
        addEventListener: (type: string, listener: () => void) => world.listenersOf(type).add(listener),
        removeEventListener: (type: string, listener: () => void) => world.listenersOf(type).delete(listener),
      },
      page: world,
      pageUrl: world.pageUrl,
      isFramed: world.isFramed,
      console: { info: say("info"), warn: say("warn"), error: say("error") },
      setTimeout: (task: () => void, ms: number) => world.clock.set(task, ms),
      clearTimeout: (id: number) => void world.clock.pending.delete(id),
      onOnline: (listener: () => void) => {
        world.listenersOf("online").add(listener);
        return () => world.listenersOf("online").delete(listener);
      },
      now: () => world.clock.now,
      random: () => 0.5,
    } as unknown as Platform;
  }

  get socket(): FakeSocket {
    return this.sockets[this.sockets.length - 1] as FakeSocket;
  }
  get pc(): FakePeerConnection {
    return this.connections[this.connections.length - 1] as FakePeerConnection;
  }
  get kinds(): string[] {
    return this.events.map(({ kind }) => kind);
  }

  payloadOf(kind: string): any {
    return this.events.find((event) => event.kind === kind)?.payload;
  }

  render(peer: Record<string, unknown> = {}, embed: Record<string, unknown> = {}): Promise<DuckSoupPlayer> {
    const callback = (event: DuckSoupEvent): void => void this.events.push(event);
    return renderOn(this.platform, [{ callback, ...embed }, { ...REQUIRED, ...peer }]);
  }

  /** The device has a network again. */
  online(): void {
    this.fire("online");
  }

  fire(type: string): void {
    for (const listener of [...this.listenersOf(type)]) listener();
  }

  show(visible: boolean): void {
    this.document.visibilityState = visible ? "visible" : "hidden";
    this.fire("visibilitychange");
  }

  /** The track that is captured now. */
  track(kind: "audio" | "video"): FakeTrack {
    return this.streams[0]?.tracks.find((track) => track.kind === kind) as FakeTrack;
  }

  /** Joined, first offer answered, media finds its way. */
  async connected(peer: Record<string, unknown> = {}, embed: Record<string, unknown> = {}, joined: object = {}): Promise<DuckSoupPlayer> {
    const player = await this.answered(peer, embed, joined);
    this.pc.ice("connected");
    return player;
  }

  /** Joined, first offer answered. */
  async answered(peer: Record<string, unknown> = {}, embed: Record<string, unknown> = {}, joined: object = {}): Promise<DuckSoupPlayer> {
    const player = await this.render(peer, embed);
    this.socket.frame("joined", { context: "new-interaction", iceServers: [], ...joined });
    this.socket.frame("offer", JSON.stringify({ type: "offer", sdp: "first" }));
    await settle();
    return player;
  }

  /** The browser's resources that are still in use: none after a call. */
  leaks(): string[] {
    const leaks: string[] = [];
    if (this.clock.pending.size > 0) leaks.push(`${this.clock.pending.size} timers`);
    for (const socket of this.sockets) if (socket.readyState !== 3) leaks.push(`socket ${socket.readyState}`);
    for (const pc of this.connections) if (!pc.closed || pc.ontrack) leaks.push("peer connection");
    for (const stream of this.streams) for (const t of stream.tracks) if (!t.stopped) leaks.push(`${t.kind} device`);
    for (const [type, listeners] of this.listeners) if (listeners.size > 0) leaks.push(`${type} listener`);
    if (this.mountEl.children.length > 0) leaks.push(`${this.mountEl.children.length} elements`);
    return leaks;
  }

  remoteTrack(kind: "audio" | "video", id: string, streamId = "other"): { track: FakeTrack; stream: FakeStream } {
    const track = new FakeTrack(kind, id);
    const companion = new FakeTrack(kind === "audio" ? "video" : "audio", `${id}-companion`);
    const stream = new FakeStream([track, companion], streamId);
    this.pc.ontrack?.({ track, streams: [stream] });
    return { track, stream };
  }

  listenersOf(type: string): Set<() => void> {
    const set = this.listeners.get(type) ?? new Set<() => void>();
    this.listeners.set(type, set);
    return set;
  }

  private async capture(constraints: MediaStreamConstraints): Promise<FakeStream> {
    this.constraints.push(constraints);
    await this.captureGate;
    if (this.refuseCapture) throw this.refuseCapture;
    const tracks: FakeTrack[] = [];
    if (constraints.audio) tracks.push(new FakeTrack("audio", "mic"));
    if (constraints.video) tracks.push(new FakeTrack("video", "cam"));
    for (const track of tracks) track.settings = { deviceId: track.kind === "audio" ? "m" : "c", groupId: "g" };
    const stream = new FakeStream(tracks, "local");
    this.streams.push(stream);
    return stream;
  }
}

export const REQUIRED = { signalingUrl: "wss://ducksoup.example/ws", interactionName: "trial-7", userId: "ann" };

export function named(name: string, message = "no", extra: object = {}): Error {
  return Object.assign(new Error(message), { name }, extra);
}
