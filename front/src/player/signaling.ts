import type { Frame } from "./frames.ts";
import type { JoinPayload } from "./options.ts";
import type { Platform } from "./platform.ts";
import { SocketLink } from "./socket-link.ts";
import type { Cancel, Timers } from "./timers.ts";

export interface SignalingListener {
  onFrame(frame: Frame): void;
  /** A lost socket was replaced and the server gave the same seat back. */
  onResumed(): void;
  /** Once: nothing comes any more. */
  onClosed(cause: ClosedCause): void;
}

/**
 * `unreachable`: there never was a conversation. `lost`: it broke off and could not be resumed. `over`: this side or the server
 * ended it in order.
 */
export type ClosedCause = "unreachable" | "lost" | "over";

const OPENING_LIMIT_MS = 10_000;
/** As long as the server keeps a lost participant's seat. */
const RESUME_LIMIT_MS = 30_000;
const RESUME_ATTEMPT_LIMIT_MS = 4_000;
const FIRST_DELAY_MS = 250;
/** Short: whoever is waiting for the network wants it back at once. */
const LONGEST_DELAY_MS = 1_000;
/** How long the server may be silent after a question when there is reason to believe that the socket is dead. */
const SILENCE_LIMIT_MS = 3_000;
/** Frames kept while the socket is away; more than that and the oldest go. */
const HELD_FRAMES = 200;
/** Not kept: they belong to an offer, and the server asks anew (see {@link SignalingListener.onResumed}). */
const NEVER_HELD: ReadonlySet<string> = new Set(["client_answer", "client_ice_candidate"]);
/** Closed on purpose (RFC 6455, section 7.4.1). */
const NORMAL_CLOSURE = 1000;
const POLICY_VIOLATION = 1008;

type State = "new" | "opening" | "open" | "resuming" | "closed";

/**
 * The participant's conversation with the server. It outlives a lost socket when the server gave a `resumeToken` in `joined`:
 * for up to 30 s a new socket is tried, while media flows on untouched. Without token, a lost socket is the end.
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
  private cancelSuspicion: Cancel = () => {};
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
        this.finish("unreachable");
      }
    });
  }

  send(kind: string, payload?: unknown): void {
    if (this.state === "open") this.link?.send(kind, payload);
    else if (this.state === "resuming" && !NEVER_HELD.has(kind)) {
      this.held.push([kind, payload]);
      if (this.held.length > HELD_FRAMES) this.held.shift();
    }
  }

  /** Tells the server that the participant goes for good, unless it has sent everybody away itself. */
  sayStop(): void {
    if (!this.over) this.link?.send("stop");
  }

  close(code: number): void {
    if (this.state === "closed" || this.state === "new") return;
    this.over = true;
    if (this.link) this.link.close(code);
    else this.finish("over");
    this.settleOpening();
  }

  /**
   * The media path is down and the server has just been asked something: if it stays silent, the network took the socket as
   * well, and the browser would notice only minutes later.
   */
  suspect(): void {
    if (this.state !== "open" || this.resumeToken === undefined) return;
    this.cancelSuspicion();
    this.cancelSuspicion = this.timers.after(SILENCE_LIMIT_MS, () => this.link?.abandon());
  }

  /** The network is back: no use in waiting for the next attempt, or for one that was made without it. */
  hurry(): void {
    if (this.state !== "resuming") return;
    this.attempts = 0;
    if (this.link) this.link.abandon();
    else this.tryAgainAfter(0);
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
    this.cancelSuspicion();
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
    this.cancelSuspicion();
    if (this.over) return this.finish("over");
    if (this.state === "opening") return this.finish("unreachable");
    if (code === NORMAL_CLOSURE) return this.finish("over");
    if (this.resumeToken === undefined || code === POLICY_VIOLATION) return this.finish("lost");
    if (this.state === "open") {
      this.state = "resuming";
      this.cancelLimit = this.timers.after(RESUME_LIMIT_MS, () => this.giveUp());
      this.platform.console.info(`[DuckSoup] The connection to the server was lost (${code}); trying to resume.`);
    }
    this.tryAgainLater();
  }

  /** Spread by chance, so that the participants of a restarted server do not all return in the same instant. */
  private tryAgainLater(): void {
    const delay = Math.min(FIRST_DELAY_MS * 2 ** this.attempts++, LONGEST_DELAY_MS);
    this.tryAgainAfter(delay * (0.75 + 0.5 * this.platform.random()));
  }

  private tryAgainAfter(delay: number): void {
    this.cancelAttempt();
    this.cancelAttempt = this.timers.after(delay, () => {
      this.cancelAttempt = this.timers.after(RESUME_ATTEMPT_LIMIT_MS, () => this.link?.abandon());
      try {
        this.connect();
      } catch {
        this.tryAgainLater();
      }
    });
  }

  private giveUp(): void {
    const { link } = this;
    this.finish("lost");
    link?.abandon();
  }

  private finish(cause: ClosedCause): void {
    if (this.state === "closed") return;
    this.state = "closed";
    this.over = true;
    this.cancelLimit();
    this.cancelAttempt();
    this.cancelSuspicion();
    this.held = [];
    this.settleOpening();
    this.listener.onClosed(cause);
  }
}
