import { byId } from "./view.ts";

const KINDS: Record<string, MediaDeviceKind> = { camera: "videoinput", microphone: "audioinput" };

/** Fills the two lists of devices. Before the first permission browsers give neither names nor ids. */
export async function listDevices(): Promise<void> {
  const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  for (const [id, kind] of Object.entries(KINDS)) {
    const select = byId<HTMLSelectElement>(id);
    const chosen = select.value;
    const named = devices.filter((device) => device.kind === kind && device.deviceId !== "" && device.label !== "");
    const [first] = select.options;
    select.replaceChildren(...(first ? [first] : []), ...named.map(({ label, deviceId }) => new Option(label, deviceId)));
    select.value = named.some(({ deviceId }) => deviceId === chosen) ? chosen : "";
  }
}

/** Fills the lists now, and whenever a device is plugged in or out. */
export function followDevices(): void {
  void listDevices();
  navigator.mediaDevices?.addEventListener("devicechange", () => void listDevices());
}
