import type { DeviceReason } from "./api.ts";
import type { Platform } from "./platform.ts";

type Kind = "audio" | "video";

/** Why a track has ended. The browser fires the same event for every cause, so the cause is looked up. */
export async function lossOf(platform: Platform, kind: Kind, deviceId: string | undefined): Promise<DeviceReason> {
  if ((await permissionOf(platform, kind))?.state === "denied") return "revoked";
  if (deviceId && (await isListed(platform, kind, deviceId)) === false) return "unplugged";
  return "stopped";
}

/**
 * The moment from which a lost device may be opened again: when an unplugged one is listed again, when a permission is
 * given back, and otherwise at once.
 */
export class DeviceReturn {
  readonly happened: Promise<void>;
  private settle: () => void = () => {};
  private stopListening: () => void = () => {};
  private over = false;

  constructor(
    private readonly platform: Platform,
    private readonly kind: Kind,
    private readonly deviceId: string | undefined,
    reason: DeviceReason,
  ) {
    this.happened = new Promise((resolve) => (this.settle = resolve));
    if (reason === "unplugged") this.awaitDevice();
    else if (reason === "revoked") void this.awaitPermission();
    else this.finish();
  }

  /** Stops waiting. */
  cancel(): void {
    this.finish();
  }

  private awaitDevice(): void {
    const { mediaDevices } = this.platform;
    const look = (): void => {
      void isListed(this.platform, this.kind, this.deviceId).then((listed) => {
        if (listed) this.finish();
      });
    };
    this.listen(mediaDevices, "devicechange", look);
    look(); // It may have returned meanwhile.
  }

  private async awaitPermission(): Promise<void> {
    const status = await permissionOf(this.platform, this.kind);
    const look = (): void => {
      if (status?.state !== "denied") this.finish();
    };
    if (!this.over) this.listen(status, "change", look);
    look();
  }

  private listen(target: EventTarget | undefined, type: string, listener: () => void): void {
    target?.addEventListener(type, listener);
    this.stopListening = () => target?.removeEventListener(type, listener);
  }

  private finish(): void {
    this.over = true;
    this.stopListening();
    this.settle();
  }
}

async function permissionOf({ permissions }: Platform, kind: Kind): Promise<PermissionStatus | undefined> {
  try {
    return await permissions?.query({ name: (kind === "video" ? "camera" : "microphone") as PermissionName });
  } catch {
    return undefined; // This browser does not tell.
  }
}

/** `undefined` if the browser does not tell. */
async function isListed({ mediaDevices }: Platform, kind: Kind, deviceId: string | undefined): Promise<boolean | undefined> {
  try {
    const devices = await mediaDevices?.enumerateDevices?.();
    // Without a permission, the list has devices without names.
    const named = devices?.filter((device) => device.kind === `${kind}input` && device.deviceId !== "");
    return named?.some((device) => device.deviceId === deviceId);
  } catch {
    return undefined;
  }
}
