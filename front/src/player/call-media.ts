import type { DuckSoupStats } from "./api.ts";
import type { ClientLog } from "./client-log.ts";
import { MediaConnection, type MediaConnectionListener } from "./media-connection.ts";
import type { Platform } from "./platform.ts";
import { SenderBitrates } from "./sender-bitrates.ts";
import { pollStats, StatsSampler } from "./stats.ts";
import type { Cancel, Timers } from "./timers.ts";

export interface CallMediaListener extends MediaConnectionListener {
  /** Absent when nobody wants statistics. */
  onStats?: (stats: DuckSoupStats) => void;
  /** What the server's old connection delivered is over; a new one follows. */
  onReplaced(): void;
}

/** The media of one call: the connection, what is sent on it and measured of it. Outlives a connection the server has lost. */
export class CallMedia {
  private connection: MediaConnection | null = null;
  private bitrates: SenderBitrates | null = null;
  private iceServers: RTCIceServer[] | undefined;
  private requestedLimit: number | undefined;
  private ramped = false;
  private cancelStats: Cancel = () => {};

  constructor(
    private readonly platform: Platform,
    private readonly timers: Timers,
    private readonly rtcConfig: RTCConfiguration,
    private readonly stream: MediaStream,
    private readonly send: (kind: string, payload?: unknown) => void,
    private readonly log: ClientLog,
    private readonly listener: CallMediaListener,
  ) {}

  joined(iceServers: RTCIceServer[] | undefined): void {
    this.iceServers = iceServers;
    if (this.connection) this.connection.refreshIceServers(iceServers);
    else this.connect();
  }

  /** A server that lost its end makes a new one: then all that the page notices is new tracks. */
  offer(description: RTCSessionDescriptionInit): void {
    if (this.connection && !this.connection.isFor(description)) {
      this.close();
      this.listener.onReplaced();
    }
    this.connect().offer(description);
  }

  candidate(candidate: RTCIceCandidateInit): void {
    this.connect().candidate(candidate);
  }

  /** Told again after a reconnection: each connection's senders are limited once. */
  start(): void {
    if (!this.ramped) this.bitrates?.ramp(this.requestedLimit);
    this.ramped = true;
  }

  limit(bitsPerSecond: number): void {
    this.requestedLimit = bitsPerSecond;
    this.bitrates?.limitVideo(bitsPerSecond);
  }

  renegotiate(): void {
    this.connection?.renegotiate();
  }

  close(): void {
    this.cancelStats();
    this.bitrates?.cancel();
    this.connection?.close();
    this.connection = this.bitrates = null;
    this.ramped = false;
  }

  /** Servers of the older generation send no `joined`: then the first offer opens the connection. */
  private connect(): MediaConnection {
    if (this.connection) return this.connection;
    const { platform, timers, rtcConfig, iceServers, stream, send, log, listener } = this;
    const connection = new MediaConnection(platform, timers, rtcConfig, iceServers, stream, send, log, listener);
    this.connection = connection;
    this.bitrates = new SenderBitrates(connection.pc, timers, (cause) =>
      log.media("client_message", `bitrate limit refused: ${String(cause)}`),
    );
    if (listener.onStats || log.wantsMedia) {
      this.cancelStats = pollStats(connection.pc, timers, new StatsSampler(log), (stats) => listener.onStats?.(stats));
    }
    return connection;
  }
}
