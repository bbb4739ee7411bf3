import type { ClientLog } from "./client-log.ts";
import type { Platform } from "./platform.ts";
import { preferMono, sessionIdOf } from "./sdp.ts";
import { SerialQueue } from "./serial-queue.ts";
import type { Cancel, Timers } from "./timers.ts";

export interface MediaConnectionListener {
  onTrack(event: RTCTrackEvent): void;
  /** The media path is down, and an ICE restart was requested from the server. */
  onPathLost(): void;
  /** The server's first offer cannot be answered: there will be no call. */
  onUnusable(cause: unknown): void;
  /** The path was never there, although everything has been said that it takes. */
  onBlocked(): void;
}

/** A path that is not there by then will not come: browsers give up after 15 s, and so does the server. */
const FIRST_PATH_LIMIT_MS = 20_000;
/** The time between two requests for an ICE restart while the connection is down. */
const RESTART_PERIOD_MS = 5_000;

/**
 * The browser's end of the media connection. The server always makes the offers. Offers and candidates go through one
 * queue, so that an offer is answered completely before the next message is handled, and each candidate meets its own
 * description.
 */
export class MediaConnection {
  readonly pc: RTCPeerConnection;
  private readonly queue = new SerialQueue((cause) => this.onFailure(cause));
  private early: RTCIceCandidateInit[] = [];
  private gathered: RTCIceCandidateInit[] = [];
  private answering = false;
  private negotiated = false;
  private hadPath = false;
  private closed = false;
  private cancelRestart: Cancel = () => {};
  private cancelFirstPath: Cancel | null = null;
  private sessionId: string | undefined;

  constructor(
    platform: Platform,
    private readonly timers: Timers,
    private readonly rtcConfig: RTCConfiguration,
    iceServers: RTCIceServer[] | undefined,
    private readonly stream: MediaStream,
    private readonly send: (kind: string, payload?: unknown) => void,
    private readonly log: ClientLog,
    private readonly listener: MediaConnectionListener,
  ) {
    this.pc = new platform.RTCPeerConnection(this.configuration(iceServers));
    this.listen();
  }

  /** Relay credentials are short-lived: newer ones are used by the next ICE restart. */
  refreshIceServers(iceServers: RTCIceServer[] | undefined): void {
    if (!iceServers) return;
    try {
      this.pc.setConfiguration(this.configuration(iceServers));
    } catch (cause) {
      this.log.signaling("client_message", `ICE servers not refreshed: ${String(cause)}`);
    }
  }

  /** Whether an offer is for this connection, and not for a new one that the server has made in its place. */
  isFor(description: RTCSessionDescriptionInit): boolean {
    const id = sessionIdOf(description.sdp);
    return this.sessionId === undefined || id === undefined || id === this.sessionId;
  }

  offer(description: RTCSessionDescriptionInit): void {
    this.sessionId = sessionIdOf(description.sdp) ?? this.sessionId;
    this.queue.add(() => this.answer(description));
  }

  candidate(candidate: RTCIceCandidateInit): void {
    this.queue.add(async () => {
      if (this.closed) return;
      if (this.pc.remoteDescription) await this.addCandidate(candidate);
      else this.early.push(candidate);
    });
  }

  /** The new track takes the place of the old one in what is sent. Nothing is negotiated. */
  replaceTrack(before: MediaStreamTrack, track: MediaStreamTrack): void {
    this.queue.add(async () => {
      try {
        if (!this.closed) await this.pc.getSenders().find((sender) => sender.track === before)?.replaceTrack(track);
      } catch (cause) {
        this.log.media("client_message", `track not replaced: ${String(cause)}`);
      }
    });
  }

  /** Makes the server check again what it sends here, because an offer may have been lost with the socket. */
  renegotiate(): void {
    this.send("client_negotiation_needed", this.pc.signalingState);
    const state = this.pc.iceConnectionState;
    if (state === "disconnected" || state === "failed") this.send("client_ice_connection_state_disconnected");
  }

  close(): void {
    this.closed = true;
    this.cancelRestart();
    this.cancelFirstPath?.();
    const { pc } = this;
    pc.ontrack = pc.onicecandidate = pc.onnegotiationneeded = null;
    pc.oniceconnectionstatechange = pc.onsignalingstatechange = pc.onconnectionstatechange = null;
    pc.close();
  }

  private configuration(iceServers: RTCIceServer[] | undefined): RTCConfiguration {
    return iceServers && !this.rtcConfig.iceServers ? { ...this.rtcConfig, iceServers } : this.rtcConfig;
  }

  private async answer(description: RTCSessionDescriptionInit): Promise<void> {
    if (this.closed) return;
    const { pc } = this;
    await pc.setRemoteDescription(description);
    if (this.closed) return;
    // The tracks are added now and not before: they take the transceivers that the server offered, and this side need
    // not negotiate.
    if (pc.getSenders().every((sender) => sender.track === null)) {
      for (const track of this.stream.getTracks()) pc.addTrack(track, this.stream);
    }
    for (const candidate of this.early.splice(0)) await this.addCandidate(candidate);
    const answer = await pc.createAnswer();
    if (this.closed) return;
    this.answering = true;
    try {
      await pc.setLocalDescription(answer);
    } finally {
      this.answering = false;
    }
    if (this.closed) return;
    this.send("client_answer", { type: "answer", sdp: preferMono(answer.sdp ?? "") });
    for (const candidate of this.gathered.splice(0)) this.send("client_ice_candidate", candidate);
    if (!this.negotiated) this.logSelectedPairs();
    if (!this.hadPath) this.cancelFirstPath ??= this.timers.after(FIRST_PATH_LIMIT_MS, () => this.listener.onBlocked());
    this.negotiated = true;
  }

  /** A candidate that the browser refuses (mDNS, TCP, a late one) is no reason to end a call. */
  private async addCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    try {
      await this.pc.addIceCandidate(candidate);
    } catch (cause) {
      this.log.signaling("client_message", `candidate not added: ${String(cause)}`);
    }
  }

  private onFailure(cause: unknown): void {
    if (this.closed) return;
    this.log.media("client_message", `offer not answered: ${String(cause)}`);
    if (!this.negotiated) this.listener.onUnusable(cause);
  }

  private listen(): void {
    const { pc } = this;
    pc.ontrack = (event) => this.listener.onTrack(event);
    pc.onicecandidate = ({ candidate }) => {
      if (!candidate?.candidate) return;
      const init = candidate.toJSON();
      // The server wants the answer first.
      if (this.answering) this.gathered.push(init);
      else this.send("client_ice_candidate", init);
    };
    pc.onnegotiationneeded = () => {
      if (this.negotiated) this.send("client_negotiation_needed", pc.signalingState);
    };
    pc.oniceconnectionstatechange = () => this.onIceConnectionState(pc.iceConnectionState);
    pc.onsignalingstatechange = () => this.log.signaling(`client_signaling_state_${pc.signalingState}`);
    pc.onconnectionstatechange = () => this.log.signaling(`client_connection_state_${pc.connectionState}`);
  }

  private onIceConnectionState(state: RTCIceConnectionState): void {
    this.cancelRestart();
    if (state === "connected" || state === "completed") {
      this.hadPath = true;
      this.cancelFirstPath?.();
    }
    if (state !== "disconnected") this.log.signaling(`client_ice_connection_state_${state}`);
    if (state !== "disconnected" && state !== "failed") return;
    const askForRestart = (): void => {
      this.send("client_ice_connection_state_disconnected");
      this.listener.onPathLost();
    };
    askForRestart();
    this.cancelRestart = this.timers.every(RESTART_PERIOD_MS, askForRestart);
  }

  private logSelectedPairs(): void {
    const transport = this.pc.getSenders()[0]?.transport?.iceTransport as RTCIceTransport | undefined;
    if (!transport || !("onselectedcandidatepairchange" in transport)) return;
    transport.onselectedcandidatepairchange = () => {
      const pair = transport.getSelectedCandidatePair?.();
      if (!pair) return;
      const payload = `local: ${pair.local?.candidate ?? "?"}, remote: ${pair.remote?.candidate ?? "?"}`;
      this.log.signaling("client_selected_candidate_pair", payload);
    };
  }
}
