import type { Frame } from "./frames.ts";
import type { JoinPayload } from "./options.ts";
import type { Platform } from "./platform.ts";
import { SocketLink } from "./socket-link.ts";
import type { Cancel, Timers } from "./timers.ts";

export interface SignalingListener {
  onFrame(frame: Frame): void;
  /** A lost socket was replaced and the server gave the same seat back. */
  onResumed(): void;
  /** Once: nothing comes any more. `unreachable` when there never was a conversation. */
  onClosed(unreachable: boolean): void;
}

const OPENING_LIMIT_MS = 10_000;
const RESUME_LIMIT_MS = 20_000;
const RESUME_ATTEMPT_LIMIT_MS = 5_000;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 4_000;
/** Frames kept while the socket is away; more than that and the oldest go. */
const HELD_FRAMES = 200;
/** Closed on purpose: normal closure, and policy violation (RFC 6455, section 7.4.1). */
const FINAL_CODES: ReadonlySet<number> = new Set([1000, 1008]);

type State = "new" | "opening" | "open" | "resuming" | "closed";

/**
 * The participant's conversation with the server. It outlives a lost socket when the server gave a `resumeToken` in `joined`:
 * for up to 20 s a new socket is tried, while media flows on untouched. Without token, a lost socket is the end.
 */
export class Signaling {
  private state: State = "new";
  private link: SocketLink | null = null;
  private resumeToken: string | undefined;
  private over = false;
  private attempts = 0;
  private held: Array<[kind: string, payload: unknown]> = [];
  private cancelLimit: Cancel = () => {};
  private cancelAttempt: Cancel = () => {};
  private settleOpening: () => void = () => {};

  constructor(
    private readonly platform: Platform,
    private readonly timers: Timers,
    private readonly url: string,
    private readonly join: JoinPayload,
    private readonly listener: SignalingListener,
  ) {}

  /** Resolves when `join` is sent, or when it is clear that it never will be. */
  open(): Promise<void> {
    return new Promise((resolve) => {
      this.settleOpening = resolve;
      this.state = "opening";
      this.cancelLimit = this.timers.after(OPENING_LIMIT_MS, () => this.link?.abandon());
      try {
        this.connect();
      } catch {
        // For instance a `ws:` address on an https page.
        this.finish(true);
      }
    });
  }

  send(kind: string, payload?: unknown): void {
    if (this.state === "open") this.link?.send(kind, payload);
    else if (this.state === "resuming") {
      this.held.push([kind, payload]);
      if (this.held.length > HELD_FRAMES) this.held.shift();
    }
  }

  /** With `leave`, the server is told that the participant goes for good. */
  close(code: number, leave: boolean): void {
    if (this.state === "closed" || this.state === "new") return;
    if (leave && !this.over) this.link?.send("stop");
    this.over = true;
    if (this.link) this.link.close(code);
    else this.finish();
    this.settleOpening();
  }

  private connect(): void {
    this.link = new SocketLink(this.platform, this.url, {
      onOpen: () => this.onOpen(),
      onFrame: (frame) => this.onFrame(frame),
      onClosed: (code) => this.onLinkClosed(code),
    });
  }

  private onOpen(): void {
    const { resumeToken } = this;
    this.link?.send("join", resumeToken === undefined ? this.join : { ...this.join, resumeToken });
    if (this.state !== "opening") return;
    this.cancelLimit();
    this.state = "open";
    this.settleOpening();
  }

  private onFrame(frame: Frame): void {
    if (frame.kind === "end" || frame.kind.startsWith("error-")) this.over = true;
    if (frame.kind === "joined") {
      const token = (frame.payload as { resumeToken?: unknown } | undefined)?.resumeToken;
      this.resumeToken = typeof token === "string" && token !== "" ? token : undefined;
    }
    const resumed = frame.kind === "joined" && this.state === "resuming";
    if (resumed) this.resume();
    this.listener.onFrame(frame);
    if (resumed && !this.over) this.listener.onResumed();
  }

  private resume(): void {
    this.cancelLimit();
    this.cancelAttempt();
    this.state = "open";
    this.attempts = 0;
    const held = this.held;
    this.held = [];
    for (const [kind, payload] of held) this.link?.send(kind, payload);
  }

  private onLinkClosed(code: number): void {
    this.link = null;
    if (this.over) return this.finish();
    if (this.state === "opening") return this.finish(true);
    if (this.resumeToken === undefined || FINAL_CODES.has(code)) return this.finish();
    if (this.state === "open") {
      this.state = "resuming";
      this.cancelLimit = this.timers.after(RESUME_LIMIT_MS, () => this.giveUp());
      this.platform.console.info(`[DuckSoup] The connection to the server was lost (${code}); trying to resume.`);
    }
    this.tryAgainLater();
  }

  /** Spread by chance, so that the participants of a restarted server do not all return in the same instant. */
  private tryAgainLater(): void {
    this.cancelAttempt();
    const delay = Math.min(FIRST_DELAY_MS * 2 ** this.attempts++, LONGEST_DELAY_MS);
    this.cancelAttempt = this.timers.after(delay * (0.75 + 0.5 * this.platform.random()), () => {
      this.cancelAttempt = this.timers.after(RESUME_ATTEMPT_LIMIT_MS, () => this.link?.abandon());
      try {
        this.connect();
      } catch {
        this.tryAgainLater();
      }
    });
  }

  private giveUp(): void {
    this.over = true;
    if (this.link) this.link.abandon();
    else this.finish();
  }

  private finish(unreachable = false): void {
    if (this.state === "closed") return;
    this.state = "closed";
    this.cancelLimit();
    this.cancelAttempt();
    this.held = [];
    this.settleOpening();
    this.listener.onClosed(unreachable);
  }
}
