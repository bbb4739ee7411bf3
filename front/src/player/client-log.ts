/** Lines that this page writes into the server's log, as `logLevel` allows. */
export class ClientLog {
  constructor(
    private readonly send: (kind: string, payload?: string) => void,
    private readonly level: 0 | 1 | 2,
  ) {}

  /** Bitrates, frames, keyframes: level 1. */
  media(message: string, payload: string): void {
    if (this.level >= 1) this.send(message, payload);
  }

  /** ICE and negotiation: level 2. */
  signaling(message: string, payload?: string): void {
    if (this.level >= 2) this.send(message, payload);
  }

  get wantsMedia(): boolean {
    return this.level >= 1;
  }
}
