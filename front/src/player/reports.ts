import type { DeviceEvent } from "./device-events.ts";

/** More than these cannot happen before the server has let somebody in, unless something flutters. */
const KEPT = 50;
/** The server takes no greater age. It is longer than a lost socket is kept waiting for. */
const MAX_AGO_MS = 60_000;

/**
 * What this page tells the server of its devices and of itself, for the event log and the manifest of the recordings.
 * Before the server has let the participant in, it waits here.
 */
export class Reports {
  private waiting: Array<[kind: string, payload: unknown]> | null = [];

  constructor(
    private readonly send: (kind: string, payload: unknown) => void,
    private readonly now: () => number,
    private readonly wanted: boolean,
  ) {}

  get isJoined(): boolean {
    return this.waiting === null;
  }

  device({ kind, payload, since }: DeviceEvent): void {
    this.incident(`client_${kind.replace("-", "_")}`, since, { type: payload.kind, reason: payload.reason });
  }

  pageVisibility(visible: boolean): void {
    this.incident(visible ? "client_page_shown" : "client_page_hidden", this.now(), {});
  }

  /** A description that stays true until the next one of its kind. */
  state(kind: string, payload: object): void {
    if (!this.wanted) return;
    if (!this.waiting) this.send(kind, payload);
    else if (this.waiting.length < KEPT) this.waiting.push([kind, payload]);
  }

  /** The server knows the participant now. */
  joined(): void {
    const { waiting } = this;
    this.waiting = null;
    for (const [kind, payload] of waiting ?? []) this.send(kind, payload);
  }

  /**
   * The message says how long ago it happened, in milliseconds, at the moment when it is sent: after a lost socket, it is
   * sent again, and the clocks of two machines differ.
   */
  private incident(kind: string, since: number, details: object): void {
    const ago = (): number => Math.min(MAX_AGO_MS, Math.max(0, Math.round(this.now() - since)));
    this.state(kind, { toJSON: () => ({ ...details, ago: ago() }) });
  }
}
