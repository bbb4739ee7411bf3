import type { DeviceReason } from "./api.ts";
import { CameraWatch } from "./camera-watch.ts";
import { deviceChange, type DeviceEvent, type DeviceEventKind } from "./device-events.ts";
import { DeviceReturn, lossOf } from "./device-loss.ts";
import { applyHints, captureMedia, constraintsFor, stopTracks } from "./media.ts";
import type { Settings } from "./options.ts";
import type { Platform } from "./platform.ts";
import type { Timers } from "./timers.ts";

export interface LocalMediaListener {
  onDevice(event: DeviceEvent): void;
  /** A device was opened again, and its track is in the stream in place of the old one. */
  onReplaced(before: MediaStreamTrack, track: MediaStreamTrack): void;
  /** What a track is captured with may have changed. */
  onSettings(track: MediaStreamTrack): void;
}

const SETTINGS_PERIOD_MS = 1_000;
/** A device that dies as often has a fault that opening does not mend. */
const MAX_REOPENINGS = 10;

/**
 * Camera and microphone of this participant while a call lasts. Notices when a device falls silent, is lost, or changes
 * what it delivers. Each loss is answered with one attempt to open the same device again.
 */
export class LocalMedia {
  private readonly forgets = new Map<MediaStreamTrack, () => void>();
  private readonly returns = new Set<DeviceReturn>();
  private readonly camera = new CameraWatch((gives, since) => this.onCamera(gives, since));
  private reopenings = 0;
  private isStill = false;
  private closed = false;

  /** Opens the devices. Rejects with the browser's error. */
  static async open(platform: Platform, timers: Timers, settings: Settings, listener: LocalMediaListener): Promise<LocalMedia> {
    const constraints = constraintsFor(settings, platform.mediaDevices?.getSupportedConstraints?.());
    const stream = await captureMedia(platform, constraints);
    applyHints(stream, settings.contentHint);
    return new LocalMedia(platform, timers, stream, constraints, listener);
  }

  private constructor(
    private readonly platform: Platform,
    timers: Timers,
    readonly stream: MediaStream,
    private readonly constraints: MediaStreamConstraints,
    private readonly listener: LocalMediaListener,
  ) {
    for (const track of stream.getTracks()) this.watch(track);
    timers.every(SETTINGS_PERIOD_MS, () => this.checkSettings());
  }

  /** Tells of devices that are muted from the start. */
  begin(): void {
    for (const track of this.stream.getTracks()) if (track.muted) this.tell(track, "device-muted", "muted");
  }

  /** The browser's statistics of the connection that sends these tracks. */
  sample(report: RTCStatsReport): void {
    this.camera.sample(report, this.platform.now());
  }

  /** Another connection has its own statistics. */
  connectionReplaced(): void {
    this.camera.restart();
  }

  close(): void {
    this.closed = true;
    for (const forget of this.forgets.values()) forget();
    this.forgets.clear();
    for (const waiting of this.returns) waiting.cancel();
    stopTracks(this.stream);
  }

  private watch(track: MediaStreamTrack): void {
    // The settings of a track that has ended are gone.
    const { deviceId } = track.getSettings?.() ?? {};
    const listeners: Record<string, () => void> = {
      mute: () => this.tell(track, "device-muted", "muted"),
      unmute: () => this.tell(track, "device-unmuted", "unmuted"),
      ended: () => void this.onEnded(track, deviceId),
      configurationchange: () => this.listener.onSettings(track),
    };
    for (const [type, listener] of Object.entries(listeners)) track.addEventListener(type, listener);
    this.forgets.set(track, () => {
      for (const [type, listener] of Object.entries(listeners)) track.removeEventListener(type, listener);
    });
  }

  private async onEnded(track: MediaStreamTrack, deviceId: string | undefined): Promise<void> {
    const since = this.platform.now();
    this.forget(track);
    const reason = await lossOf(this.platform, kindOf(track), deviceId);
    if (this.closed) return;
    this.tell(track, "device-lost", reason, since);
    const waiting = new DeviceReturn(this.platform, kindOf(track), deviceId, reason);
    this.returns.add(waiting);
    await waiting.happened;
    this.returns.delete(waiting);
    if (!this.closed) await this.reopen(track, deviceId);
  }

  private async reopen(before: MediaStreamTrack, deviceId: string | undefined): Promise<void> {
    const track = this.reopenings++ < MAX_REOPENINGS ? await this.open(kindOf(before), deviceId) : undefined;
    if (this.closed) return track?.stop();
    if (!track) return this.tell(before, "device-lost", "not-reopened");
    track.enabled = before.enabled;
    track.contentHint = before.contentHint;
    this.stream.removeTrack(before);
    this.stream.addTrack(track);
    this.watch(track);
    this.camera.restart();
    this.listener.onReplaced(before, track);
    this.tell(track, "device-back", "reopened");
    this.listener.onSettings(track);
  }

  private async open(kind: "audio" | "video", deviceId: string | undefined): Promise<MediaStreamTrack | undefined> {
    const same = { ...(this.constraints[kind] as MediaTrackConstraints), ...(deviceId ? { deviceId: { exact: deviceId } } : {}) };
    try {
      const stream = await this.platform.mediaDevices?.getUserMedia({ [kind]: same });
      return stream?.getTracks()[0];
    } catch (cause) {
      this.platform.console.warn(`[DuckSoup] The ${kind} device could not be opened again: ${String(cause)}`);
      return undefined;
    }
  }

  private onCamera(gives: boolean, since: number): void {
    const track = this.stream.getTracks().find(({ kind }) => kind === "video");
    // A track that is muted or has ended was told of already. One that the page has switched off need not give any.
    const isKnown = !track || track.readyState === "ended" || track.muted || !track.enabled;
    if (gives ? !this.isStill : isKnown) return;
    this.isStill = !gives;
    if (track) this.tell(track, gives ? "device-unmuted" : "device-muted", gives ? "frames" : "no-frames", since);
  }

  /** Tells what the tracks are captured with. */
  checkSettings(): void {
    for (const track of this.stream.getTracks()) if (track.readyState !== "ended") this.listener.onSettings(track);
  }

  private tell(track: MediaStreamTrack, kind: DeviceEventKind, reason: DeviceReason, since = this.platform.now()): void {
    this.listener.onDevice({ kind, payload: deviceChange(kindOf(track), reason), since });
  }

  private forget(track: MediaStreamTrack): void {
    this.forgets.get(track)?.();
    this.forgets.delete(track);
  }
}

function kindOf(track: MediaStreamTrack): "audio" | "video" {
  return track.kind === "video" ? "video" : "audio";
}
