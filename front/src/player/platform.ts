import type { UserAgentData } from "./browser-description.ts";

/** The browser's functions that the player uses, so that tests can replace them. */
export interface Platform {
  readonly WebSocket: typeof WebSocket;
  readonly RTCPeerConnection: typeof RTCPeerConnection;
  readonly MediaStream: typeof MediaStream;
  /** Absent where the page is neither https nor localhost. */
  readonly mediaDevices: MediaDevices | undefined;
  /** Absent in some older browsers. */
  readonly permissions: Permissions | undefined;
  readonly userAgent: string;
  /** Chromium only. */
  readonly userAgentData: UserAgentData | undefined;
  readonly document: Document;
  /** What players of one page share. */
  readonly page: object;
  readonly pageUrl: string;
  /** Whether another page contains this one. */
  readonly isFramed: boolean;
  readonly console: Pick<Console, "info" | "warn" | "error">;
  setTimeout(task: () => void, delayMs: number): number;
  clearTimeout(id: number): void;
  /** Calls the listener when the device has a network again. Returns a function that stops this. */
  onOnline(listener: () => void): () => void;
  /** Milliseconds on a clock that nobody sets. */
  now(): number;
  /** A random number between 0 and 1. */
  random(): number;
}

/** Read at each `render`, so that a page may wrap the browser's constructors first. */
export function browserPlatform(): Platform {
  return {
    WebSocket: window.WebSocket,
    RTCPeerConnection: window.RTCPeerConnection,
    MediaStream: window.MediaStream,
    mediaDevices: navigator.mediaDevices as MediaDevices | undefined,
    permissions: navigator.permissions as Permissions | undefined,
    userAgent: navigator.userAgent,
    userAgentData: (navigator as { userAgentData?: UserAgentData }).userAgentData,
    document: window.document,
    page: window,
    pageUrl: window.location.href,
    isFramed: window.parent !== window,
    console: window.console,
    setTimeout: (task, delayMs) => window.setTimeout(task, delayMs),
    clearTimeout: (id) => window.clearTimeout(id),
    onOnline: (listener) => {
      window.addEventListener("online", listener);
      return () => window.removeEventListener("online", listener);
    },
    now: () => performance.now(),
    random: () => Math.random(),
  };
}
