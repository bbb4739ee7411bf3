import type { DuckSoupEvent, DuckSoupPlayer, DuckSoupStats, EmbedOptions, Joined, PolyKind, RefusalReason } from "./api.ts";
import { CallMedia } from "./call-media.ts";
import { ClientLog } from "./client-log.ts";
import { controlPayload, polyControlPayload } from "./effect-control.ts";
import { isRecord, type Frame } from "./frames.ts";
import { captureFailure, captureMedia, stopTracks } from "./media.ts";
import { shown } from "./option-checks.ts";
import type { Settings } from "./options.ts";
import type { Platform } from "./platform.ts";
import { Renderer } from "./renderer.ts";
import { Signaling, type ClosedCause } from "./signaling.ts";
import { Timers } from "./timers.ts";

/** As long does a player wait for the socket of the one whose place it takes. */
const PREDECESSOR_LIMIT_MS = 2_000;

const BLOCKED =
  "Audio and video find no way to the server. This network, a firewall, or an extension of this browser blocks them: " +
  "please try another network, or switch such extensions off.";

/** One participant on one page. {@link Player.release} releases everything that it has opened, however it ends. */
export class Player implements DuckSoupPlayer {
  private readonly timers: Timers;
  private readonly signaling: Signaling;
  private readonly clientLog: ClientLog;
  private readonly renderer: Renderer | null;
  private stream: MediaStream | null = null;
  private media: CallMedia | null = null;
  private forgetOnline: () => void = () => {};
  private starting: Promise<void> | null = null;
  private started = false;
  private ending = false;
  private released = false;
  private replaced = false;
  private predecessor: Player | null = null;
  private markGone: () => void = () => {};
  /** When this player holds nothing any more, its socket included. */
  readonly gone = new Promise<void>((resolve) => (this.markGone = resolve));

  constructor(
    private readonly platform: Platform,
    private readonly embed: EmbedOptions,
    private readonly settings: Settings,
  ) {
    this.timers = new Timers(platform);
    this.signaling = new Signaling(platform, this.timers, settings.signalingUrl, settings.join, {
      onFrame: (frame) => this.onFrame(frame),
      onResumed: () => this.media?.renegotiate(),
      onClosed: (cause) => this.onClosed(cause),
    });
    this.clientLog = new ClientLog((kind, payload) => this.signaling.send(kind, payload), settings.logLevel);
    this.renderer = embed.mountEl ? new Renderer(platform, embed.mountEl) : null;
  }

  start(): Promise<void> {
    return (this.starting ??= this.begin());
  }

  /** Takes the place of an earlier player of the same participant, which ends and says nothing more. */
  follow(before: Player): void {
    this.predecessor = before;
    before.replaced = true;
    before.leave(1000, true);
  }

  stop(code = 1000): void {
    // Browsers refuse any other code (WebSocket standard, close method).
    const usable = code === 1000 || (Number.isInteger(code) && code >= 3000 && code <= 4999);
    if (!usable) this.say("warn", `stop: code is ${shown(code)}; allowed: 1000, 3000 to 4999. 1000 is used.`);
    this.leave(usable ? code : 1000, true);
  }

  controlFx(name: string, property: string, value: number, duration?: number, userId?: string): void {
    this.sendChecked("client_control", () => controlPayload(name, property, value, duration, userId));
  }

  polyControlFx(name: string, property: string, kind: PolyKind, value: number | bigint | string): void {
    this.sendChecked("client_polycontrol", () => polyControlPayload(name, property, kind, value));
  }

  limit(maxKbps: number): void {
    const kbps = Number(maxKbps);
    if (!Number.isFinite(kbps) || kbps <= 0) {
      return this.say("error", `limit: maxKbps is ${shown(maxKbps)}; allowed: kbit/s greater than 0`);
    }
    this.media?.limit(Math.round(kbps * 1000));
  }

  log(kind: string, payload?: unknown): void {
    if (kind === undefined || kind === null || kind === "") {
      return this.say("error", `log: kind is ${shown(kind)}; allowed: text`);
    }
    this.signaling.send(`ext_${kind}`, payload);
  }

  serverLog(kind: string, payload?: unknown): void {
    this.log(kind, payload);
  }

  /** Logs a message of DuckSoup itself. {@link Player.log} is for those of the page. */
  report(kind: `client_${string}`, payload: unknown): void {
    this.signaling.send(kind, payload);
  }

  private async begin(): Promise<void> {
    if (this.released) return;
    let stream: MediaStream;
    try {
      stream = await captureMedia(this.platform, this.settings);
    } catch (cause) {
      const { name, message } = captureFailure(cause, this.settings.join.audioOnly === true);
      return this.fail(name, message);
    }
    if (this.released) return stopTracks(stream);
    this.stream = stream;
    this.media = this.mediaOf(stream);
    for (const track of stream.getTracks()) track.onended = () => this.onDeviceLost(track);
    this.emit({ kind: "local-stream", payload: stream });
    await this.whenPredecessorIsGone();
    if (this.released) return;
    this.forgetOnline = this.platform.onOnline(() => this.signaling.hurry());
    await this.signaling.open();
  }

  /** Two sockets of one participant at once would look like two tabs to the server. */
  private async whenPredecessorIsGone(): Promise<void> {
    const { predecessor, timers } = this;
    if (!predecessor) return;
    this.predecessor = null;
    await Promise.race([predecessor.gone, new Promise<void>((resolve) => timers.after(PREDECESSOR_LIMIT_MS, resolve))]);
  }

  private mediaOf(stream: MediaStream): CallMedia {
    const { platform, timers, settings, signaling, clientLog } = this;
    return new CallMedia(
      platform, timers, settings.rtcConfig, stream, (kind, payload) => signaling.send(kind, payload), clientLog, {
        onTrack: (event) => this.onTrack(event),
        onPathLost: () => signaling.suspect(),
        onUnusable: (cause) => this.failNegotiation(cause),
        onBlocked: () => this.fail("NetworkBlockedError", BLOCKED),
        onReplaced: () => this.renderer?.clear(),
        ...(this.embed.stats ? { onStats: (payload: DuckSoupStats) => this.emit({ kind: "stats", payload }) } : {}),
      },
    );
  }

  private onFrame(frame: Frame): void {
    if (this.released) return;
    try {
      this.route(frame);
    } catch (cause) {
      // The browser refused to make a peer connection, most often because of rtcConfig.
      this.failNegotiation(cause);
    }
  }

  private route({ kind, payload }: Frame): void {
    switch (kind) {
      case "joined":
        return this.onJoined(isRecord(payload) ? payload : {});
      case "offer":
        return this.media?.offer(payload as RTCSessionDescriptionInit);
      case "candidate":
        return this.media?.candidate(payload as RTCIceCandidateInit);
      case "start":
        return this.onStart(payload);
      case "ending":
        return this.onEnding();
      case "files":
        return this.emit({ kind, payload: (payload ?? {}) as Record<string, string[]> });
      case "other_joined":
      case "other_left":
        return this.emit({ kind, payload } as DuckSoupEvent);
      case "end":
        this.emit({ kind });
        return this.leave(1000, false);
      default:
        if (kind.startsWith("error-")) this.onRefused(kind, payload as RefusalReason | undefined);
    }
  }

  private onJoined({ context, iceServers }: Record<string, unknown>): void {
    const servers = Array.isArray(iceServers) ? (iceServers as RTCIceServer[]) : undefined;
    this.media?.joined(servers);
    // A restarted server has no sessions, so this is a new interaction for the server and for the page.
    if (context !== "reconnection") this.started = false;
    // The resume token stays here: it is a key to this participant's seat.
    const payload: Joined = {};
    if (typeof context === "string") payload.context = context as NonNullable<Joined["context"]>;
    if (servers) payload.iceServers = servers;
    this.emit({ kind: "joined", payload });
  }

  private onTrack(event: RTCTrackEvent): void {
    if (this.renderer) this.renderer.show(event);
    else this.emit({ kind: "track", payload: event });
  }

  /** A resumed seat gets `start` again, but for the page the call never stopped. */
  private onStart(remaining: unknown): void {
    this.media?.start();
    if (this.started) return;
    this.started = true;
    this.emit(typeof remaining === "number" ? { kind: "start", payload: remaining } : { kind: "start" });
  }

  /** The page gets this event once, also when a resumed seat gets it again. */
  private onEnding(): void {
    if (this.ending) return;
    this.ending = true;
    this.emit({ kind: "ending" });
  }

  private onDeviceLost({ kind, label }: MediaStreamTrack): void {
    this.say("warn", `The ${kind === "video" ? "camera" : "microphone"} stopped delivering (unplugged, or access withdrawn).`);
    this.clientLog.media("client_message", `${kind} device lost: ${label}`);
  }

  private onRefused(kind: string, reason: RefusalReason | undefined): void {
    this.say("error", `${kind}${reason?.message ? `: ${reason.message}` : ""}`);
    this.emit((reason ? { kind, payload: reason } : { kind }) as DuckSoupEvent);
    this.leave(1000, false);
  }

  private onClosed(cause: ClosedCause): void {
    if (cause === "unreachable") {
      const [server] = this.settings.signalingUrl.split("?");
      const page = new URL(this.platform.pageUrl).origin;
      this.fail("ServerUnreachableError", `The server at ${server} cannot be reached, or does not accept pages from ${page}.`);
    } else if (cause === "lost") {
      this.fail("ConnectionLostError", "The connection to the server was lost and could not be restored.");
    }
    this.release();
    this.emit({ kind: "closed" });
    this.markGone();
  }

  private failNegotiation(cause: unknown): void {
    this.fail("NegotiationError", `The media connection could not be set up (${String(cause)}).`);
  }

  private fail(name: string, message: string): void {
    if (this.released) return;
    this.say("error", `${name}: ${message}`);
    this.emit({ kind: "error", payload: { name, message } });
    this.leave(1000, true);
  }

  private leave(code: number, leave: boolean): void {
    if (this.released) return;
    const { signaling } = this;
    // "stop" is sent first. A server that sees the media path end before it receives "stop" expects the participant to
    // return.
    if (leave) signaling.sayStop();
    this.release();
    signaling.close(code);
    if (signaling.isGone) this.markGone();
  }

  private release(): void {
    if (this.released) return;
    this.released = true;
    this.timers.cancelAll();
    this.forgetOnline();
    this.media?.close();
    this.renderer?.clear();
    for (const track of this.stream?.getTracks() ?? []) track.onended = null;
    stopTracks(this.stream);
    this.stream = this.media = null;
  }

  private emit(event: DuckSoupEvent): void {
    if (this.replaced || (this.released && event.kind !== "closed")) return;
    try {
      this.embed.callback?.(event);
    } catch (cause) {
      this.platform.console.error(`[DuckSoup] Your callback failed on the event "${event.kind}":`, cause);
    }
  }

  private sendChecked(kind: string, payload: () => unknown): void {
    try {
      this.signaling.send(kind, payload());
    } catch (cause) {
      this.say("error", (cause as Error).message);
    }
  }

  private say(level: "warn" | "error", message: string): void {
    this.platform.console[level](`[DuckSoup] ${message}`);
  }
}
