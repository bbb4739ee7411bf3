import { decodeFrame, encodeFrame, type Frame } from "./frames.ts";
import type { Platform } from "./platform.ts";

export interface LinkListener {
  onOpen(): void;
  onFrame(frame: Frame): void;
  /** Once, and last. */
  onClosed(code: number): void;
}

/** One WebSocket, with the protocol's framing. */
export class SocketLink {
  private readonly socket: WebSocket;
  private over = false;

  /** Throws where the browser refuses the address, for instance `ws://` from an https page. */
  constructor(platform: Platform, url: string, private readonly listener: LinkListener) {
    this.socket = new platform.WebSocket(url);
    this.socket.onopen = () => listener.onOpen();
    this.socket.onmessage = (event) => {
      const frame = decodeFrame(event.data);
      if (frame && !this.over) listener.onFrame(frame);
    };
    this.socket.onclose = (event) => this.finish(event.code);
  }

  /** False when the socket cannot take it. */
  send(kind: string, payload?: unknown): boolean {
    if (this.over || this.socket.readyState !== 1) return false;
    this.socket.send(encodeFrame(kind, payload));
    return true;
  }

  /** `onClosed` follows when the browser has closed the socket. */
  close(code: number): void {
    this.socket.close(code);
  }

  /** Closes and tells the listener now, for a socket that does not answer. */
  abandon(): void {
    this.finish(1006);
    this.socket.close();
  }

  private finish(code: number): void {
    if (this.over) return;
    this.over = true;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.listener.onClosed(code);
  }
}
