import type { DuckSoupEvent, DuckSoupPlayer, DuckSoupStats, EmbedOptions, ErrorReason, Joined, PolyKind, RefusalReason } from "./api.ts";
import { CallMedia } from "./call-media.ts";
import { ClientLog } from "./client-log.ts";
import type { DeviceEvent } from "./device-events.ts";
import { controlPayload, polyControlPayload } from "./effect-control.ts";
import { isRecord, type Frame } from "./frames.ts";
import { LocalMedia } from "./local-media.ts";
import { markPayload } from "./mark.ts";
import { captureFailure } from "./media.ts";
import { shown } from "./option-checks.ts";
import type { Settings } from "./options.ts";
import type { Platform } from "./platform.ts";
import { Renderer } from "./renderer.ts";
import { SelfReport } from "./self-report.ts";
import { blocked, CONNECTION_LOST, mayBeAsked, unreachable } from "./server-failures.ts";
import { Signaling, type ClosedCause } from "./signaling.ts";
import { Timers } from "./timers.ts";

/** As long does a player wait for the socket of the one whose place it takes. */
const PREDECESSOR_LIMIT_MS = 2_000;

/** One participant on one page. {@link Player.release} releases everything that it has opened, however it ends. */
export class Player implements DuckSoupPlayer {
  private readonly timers: Timers;
  private readonly signaling: Signaling;
  private readonly clientLog: ClientLog;
  private readonly selfReport: SelfReport;
  private readonly renderer: Renderer | null;
  private local: LocalMedia | null = null;
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
      isAsked: () => mayBeAsked(platform, settings.signalingUrl),
      onResumed: () => this.media?.renegotiate(),
      onClosed: (cause) => void this.onClosed(cause),
    });
    this.clientLog = new ClientLog((kind, payload) => this.signaling.send(kind, payload), settings.logLevel);
    this.selfReport = new SelfReport(platform, (kind, payload) => this.signaling.send(kind, payload), settings);
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

  mark(name: string, data?: unknown): void {
    this.sendChecked("mark", () => markPayload(name, data));
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
    let local: LocalMedia;
    try {
      local = await LocalMedia.open(this.platform, this.timers, this.settings, {
        onDevice: (event) => this.onDevice(event),
        onReplaced: (before, track) => this.media?.replaceTrack(before, track),
        onSettings: (track) => this.selfReport.settings(track),
      });
    } catch (cause) {
      return this.fail(captureFailure(cause, this.settings.capture.audioOnly === true));
    }
    if (this.released) return local.close();
    this.local = local;
    this.media = this.mediaOf(local.stream);
    this.selfReport.begin();
    this.emit({ kind: "local-stream", payload: local.stream });
    local.begin();
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
      platform, timers, settings, stream, (kind, payload) => signaling.send(kind, payload), clientLog, {
        onTrack: (event) => this.onTrack(event),
        onPathLost: () => signaling.suspect(),
        onUnusable: (cause) => this.failNegotiation(cause),
        onBlocked: () => void blocked(platform, this.media?.serverPlace).then((reason) => this.fail(reason)),
        onReplaced: () => {
          this.renderer?.clear();
          this.local?.connectionReplaced();
        },
        onReport: (report) => this.local?.sample(report),
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
      case "extended":
        return this.onExtended(payload);
      case "message":
        return this.emit({ kind, payload: { text: String(isRecord(payload) ? payload["text"] : "") } });
      case "files":
        return this.emit({ kind, payload: (payload ?? {}) as Record<string, string[]> });
      case "other_joined":
      case "other_left":
        return this.emit({ kind, payload } as DuckSoupEvent);
      case "end":
        this.emit(isRecord(payload) ? { kind, payload } : { kind });
        return this.leave(1000, false);
      default:
        if (kind.startsWith("error-")) this.onRefused(kind, payload as RefusalReason | undefined);
    }
  }

  private onJoined({ context, iceServers, waitSeconds }: Record<string, unknown>): void {
    const servers = Array.isArray(iceServers) ? (iceServers as RTCIceServer[]) : undefined;
    this.media?.joined(servers);
    this.selfReport.joined();
    this.local?.checkSettings();
    // A restarted server has no sessions, so this is a new interaction for the server and for the page.
    if (context !== "reconnection") this.started = this.ending = false;
    // The resume token stays here: it is a key to this participant's seat.
    const payload: Joined = {};
    if (typeof context === "string") payload.context = context as NonNullable<Joined["context"]>;
    if (servers) payload.iceServers = servers;
    if (typeof waitSeconds === "number") payload.waitSeconds = waitSeconds;
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

  /** The end was moved: the page hears of the new one again when it is near. */
  private onExtended(remaining: unknown): void {
    if (typeof remaining !== "number") return;
    this.ending = false;
    this.emit({ kind: "extended", payload: remaining });
  }

  private onDevice(event: DeviceEvent): void {
    if (event.kind === "device-lost" || event.kind === "device-muted") this.say("warn", `${event.kind}: ${event.payload.message}`);
    this.selfReport.device(event);
    this.emit({ kind: event.kind, payload: event.payload });
  }

  private onRefused(kind: string, reason: RefusalReason | undefined): void {
    this.say("error", `${kind}${reason?.message ? `: ${reason.message}` : ""}`);
    this.emit((reason ? { kind, payload: reason } : { kind }) as DuckSoupEvent);
    this.leave(1000, false);
  }

  private async onClosed(cause: ClosedCause): Promise<void> {
    if (cause === "unreachable") this.fail(await unreachable(this.platform, this.settings.signalingUrl));
    else if (cause === "lost") this.fail(CONNECTION_LOST);
    this.release();
    this.emit({ kind: "closed" });
    this.markGone();
  }

  private failNegotiation(cause: unknown): void {
    this.fail({ name: "NegotiationError", message: `The media connection could not be set up (${String(cause)}).` });
  }

  private fail(reason: ErrorReason): void {
    if (this.released) return;
    this.say("error", `${reason.name}: ${reason.message}`);
    this.emit({ kind: "error", payload: reason });
    this.leave(1000, true);
  }

  private leave(code: number, leave: boolean): void {
    if (this.released) return;
    const { signaling } = this;
    // "stop" is sent first: a server that sees the media path end before it expects the participant to return.
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
    this.local?.close();
    this.selfReport.close();
    this.local = this.media = null;
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
