import type { DuckSoupStats } from "./api.ts";
import type { ClientLog } from "./client-log.ts";
import { MediaConnection, type MediaConnectionListener } from "./media-connection.ts";
import type { Platform } from "./platform.ts";
import { SenderBitrates } from "./sender-bitrates.ts";
import { pollStats, StatsSampler } from "./stats.ts";
import type { Cancel, Timers } from "./timers.ts";

export interface CallMediaListener extends MediaConnectionListener {
  /** Absent when the page does not want statistics. */
  onStats?: (stats: DuckSoupStats) => void;
  /** The tracks of the server's old connection have ended; a new connection follows. */
  onReplaced(): void;
}

/**
 * The media of one call: the connection, the limits of its senders, and its statistics. Outlives a connection that the
 * server has lost.
 */
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

  /** A server that lost its end of the connection makes a new one. The page notices only new tracks. */
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

  /** `start` comes again after a reconnection. The senders of each connection are limited once. */
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
