import type { DuckSoupStats } from "./api.ts";
import type { ClientLog } from "./client-log.ts";
import { placeOfHost, type Place } from "./local-network.ts";
import { MediaConnection, type MediaConnectionListener } from "./media-connection.ts";
import type { Settings } from "./options.ts";
import type { Platform } from "./platform.ts";
import { SenderBitrates } from "./sender-bitrates.ts";
import { pollStats, StatsSampler } from "./stats.ts";
import type { Cancel, Timers } from "./timers.ts";

export interface CallMediaListener extends MediaConnectionListener {
  /** The browser's statistics of a second. */
  onReport(report: RTCStatsReport): void;
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
  /** Where the server's candidates are; `unknown` if one of them is elsewhere. */
  serverPlace: Place | undefined;

  constructor(
    private readonly platform: Platform,
    private readonly timers: Timers,
    private readonly settings: Pick<Settings, "rtcConfig" | "degradationPreference">,
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
    this.serverPlace = placeOfAll(this.serverPlace, candidate.candidate);
    this.connect().candidate(candidate);
  }

  /** `start` comes again after a reconnection. The senders of each connection are limited once. */
  start(): void {
    const { degradationPreference } = this.settings;
    if (!this.ramped) {
      this.bitrates?.ramp(this.requestedLimit);
      if (degradationPreference) this.bitrates?.degrade(degradationPreference);
    }
    this.ramped = true;
  }

  /** Sends another track in place of one of the same kind. The server and the others notice only the new picture or sound. */
  replaceTrack(before: MediaStreamTrack, track: MediaStreamTrack): void {
    this.connection?.replaceTrack(before, track);
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
    const { platform, timers, iceServers, stream, send, log, listener } = this;
    const connection = new MediaConnection(platform, timers, this.settings.rtcConfig, iceServers, stream, send, log, listener);
    this.connection = connection;
    this.bitrates = new SenderBitrates(connection.pc, timers, (cause) =>
      log.media("client_message", `parameters of a sender refused: ${String(cause)}`),
    );
    const sampler = listener.onStats || log.wantsMedia ? new StatsSampler(log) : null;
    this.cancelStats = pollStats(connection.pc, timers, (report) => {
      listener.onReport(report);
      const stats = sampler?.sample(report);
      if (stats) listener.onStats?.(stats);
    });
    return connection;
  }
}

/** An address elsewhere would be reached without a permission. */
function placeOfAll(known: Place | undefined, candidate: string | undefined): Place | undefined {
  const host = candidate?.split(" ")[4];
  if (host === undefined) return known;
  const place = placeOfHost(host);
  if (known === undefined || known === place) return place;
  return known === "unknown" || place === "unknown" ? "unknown" : "local";
}
