import { describeBrowser } from "./browser-description.ts";
import type { DeviceEvent } from "./device-events.ts";
import type { Settings } from "./options.ts";
import type { Platform } from "./platform.ts";
import { Reports } from "./reports.ts";
import { settingsOf } from "./track-settings.ts";

/**
 * Tells the server about this participant's browser, devices and page. It becomes part of the event log and of the
 * manifest, unless the page wants no logs (`logLevel: 0`).
 */
export class SelfReport {
  private readonly reports: Reports;
  /** What was told of each kind of track last. */
  private readonly told = new Map<string, string>();
  private closed = false;
  private readonly onVisibility = (): void => this.reports.pageVisibility(this.isVisible);

  constructor(
    private readonly platform: Platform,
    send: (kind: string, payload: unknown) => void,
    private readonly options: Pick<Settings, "deviceLabels" | "logLevel">,
  ) {
    this.reports = new Reports(send, () => platform.now(), options.logLevel >= 1);
  }

  /** The devices are open. */
  begin(): void {
    this.platform.document.addEventListener("visibilitychange", this.onVisibility);
    if (!this.isVisible) this.onVisibility();
  }

  /** The server knows the participant: again and again, as it may have lost its sessions in between. */
  joined(): void {
    this.told.clear();
    this.reports.joined();
    void describeBrowser(this.platform).then((description) => {
      if (!this.closed) this.reports.state("client_browser", description);
    });
  }

  device(event: DeviceEvent): void {
    this.reports.device(event);
  }

  /** Reports what a track is captured with, if that is news. */
  settings(track: MediaStreamTrack): void {
    if (!this.reports.isJoined) return;
    const settings = settingsOf(track, this.options.deviceLabels);
    const text = JSON.stringify(settings);
    if (this.told.get(settings.type) === text) return;
    this.told.set(settings.type, text);
    this.reports.state("client_track_settings", settings);
  }

  close(): void {
    this.closed = true;
    this.platform.document.removeEventListener("visibilitychange", this.onVisibility);
  }

  private get isVisible(): boolean {
    return this.platform.document.visibilityState !== "hidden";
  }
}
