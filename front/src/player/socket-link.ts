import { decodeFrame, encodeFrame, type Frame } from "./frames.ts";
import type { Platform } from "./platform.ts";

export interface LinkListener {
  onOpen(): void;
  onFrame(frame: Frame): void;
  /** Called once, after all other events. */
  onClosed(code: number): void;
}

/** One WebSocket, with the protocol's framing. */
export class SocketLink {
  private readonly socket: WebSocket;
  private over = false;

  /** Throws if the browser refuses the address, for instance `ws://` from an https page. */
  constructor(platform: Platform, url: string, private readonly listener: LinkListener) {
    this.socket = new platform.WebSocket(url);
    this.socket.onopen = () => listener.onOpen();
    this.socket.onmessage = (event) => {
      const frame = decodeFrame(event.data);
      if (frame && !this.over) listener.onFrame(frame);
    };
    this.socket.onclose = (event) => this.finish(event.code);
  }

  /** Returns false if the socket cannot take the frame. */
  send(kind: string, payload?: unknown): boolean {
    if (this.over || this.socket.readyState !== 1) return false;
    this.socket.send(encodeFrame(kind, payload));
    return true;
  }

  /** Closes the socket. `onClosed` follows when the browser has closed it. */
  close(code: number): void {
    this.socket.close(code);
  }

  /** Closes a socket that does not answer, and tells the listener at once. */
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
