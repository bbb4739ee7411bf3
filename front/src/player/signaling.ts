import { isRecord, type Frame } from "./frames.ts";
import type { JoinPayload } from "./options.ts";
import type { Platform } from "./platform.ts";
import { SocketLink } from "./socket-link.ts";
import type { Cancel, Timers } from "./timers.ts";

export interface SignalingListener {
  onFrame(frame: Frame): void;
  /** The socket does not open. Whether the browser may be asking the participant for a permission, and waits. */
  isAsked(): Promise<boolean>;
  /** A lost socket was replaced and the server gave the same seat back. */
  onResumed(): void;
  /** Called once. No other event follows. */
  onClosed(cause: ClosedCause): void;
}

/**
 * `unreachable`: the socket never opened. `lost`: it was lost and could not be resumed. `over`: this side or the server
 * closed it properly.
 */
export type ClosedCause = "unreachable" | "lost" | "over";

const OPENING_LIMIT_MS = 10_000;
/** The time that a participant has to answer a question of the browser. */
const ANSWER_LIMIT_MS = 50_000;
/** The time for which the server keeps the seat of a lost participant. */
const RESUME_LIMIT_MS = 30_000;
const RESUME_ATTEMPT_LIMIT_MS = 4_000;
const FIRST_DELAY_MS = 250;
/** This is short, because the participant waits for the network. */
const LONGEST_DELAY_MS = 1_000;
/** The time within which the server must answer when the socket may be dead. */
const SILENCE_LIMIT_MS = 3_000;
/** Between two joins into a server that is starting. */
const STARTING_DELAY_MS = 1_000;
/** As often is a server asked that is starting: a slow machine takes half a minute. */
const STARTING_ATTEMPTS = 45;
/** The number of frames that are kept for the next socket. Beyond it the oldest are dropped. */
const KEPT_FRAMES = 200;
/**
 * Frames that are not sent again. They belong to an offer, and the server makes a new one (see
 * {@link SignalingListener.onResumed}).
 */
const NEVER_REPEATED: ReadonlySet<string> = new Set(["client_answer", "client_ice_candidate"]);
/** Status codes of a socket that was closed on purpose (RFC 6455, section 7.4.1). */
const NORMAL_CLOSURE = 1000;
const POLICY_VIOLATION = 1008;

type State = "new" | "opening" | "open" | "resuming" | "closed";

/**
 * The participant's conversation with the server. It outlives a lost socket when the server gave a `resumeToken` in
 * `joined`: for up to 30 s it tries to open a new socket, while the media continues. Without a token, the loss of the
 * socket ends the call.
 */
export class Signaling {
  private state: State = "new";
  private link: SocketLink | null = null;
  private resumeToken: string | undefined;
  private over = false;
  private attempts = 0;
  private startingAttempts = 0;
  /** The server lets nobody in yet: when it has closed this socket, another one is tried. */
  private joinsAgain = false;
  /**
   * The last frames, oldest first: those that a lost socket may not have delivered, and then those that wait for the
   * next socket.
   */
  private said: Array<[kind: string, payload: unknown]> = [];
  /** The number of frames before those in `said`. */
  private saidBefore = 0;
  /** The number of frames given to a socket. The server counts those that it has handled. */
  private sent = 0;
  /** The number of server frames that have arrived. */
  private heard = 0;
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
      this.cancelLimit = this.timers.after(OPENING_LIMIT_MS, () => void this.onSlow());
      try {
        this.connect();
      } catch {
        // For instance a `ws:` address on an https page.
        this.finish("unreachable");
      }
    });
  }

  send(kind: string, payload?: unknown): void {
    if (this.state !== "open" && this.state !== "resuming") return;
    this.said.push([kind, payload]);
    if (this.said.length > KEPT_FRAMES) {
      this.said.shift();
      this.saidBefore++;
    }
    if (this.state === "open") {
      this.sent = this.saidBefore + this.said.length;
      this.link?.send(kind, payload);
    }
  }

  /** Whether there is no socket, and will be none. */
  get isGone(): boolean {
    return this.state === "new" || this.state === "closed";
  }

  /** Tells the server that the participant leaves for good, unless the server has ended the interaction. */
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
   * The media path is down, and a message was just sent to the server. If no answer comes, the socket is lost as well,
   * which the browser would notice only minutes later.
   */
  suspect(): void {
    if (this.state !== "open" || this.resumeToken === undefined) return;
    this.cancelSuspicion();
    this.cancelSuspicion = this.timers.after(SILENCE_LIMIT_MS, () => this.link?.abandon());
  }

  /** The network is back, so a new attempt begins at once, also in place of one that was made without a network. */
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

  private async onSlow(): Promise<void> {
    const isAsked = await this.listener.isAsked();
    if (this.state !== "opening") return;
    if (!isAsked) return this.link?.abandon();
    this.cancelLimit = this.timers.after(ANSWER_LIMIT_MS, () => this.link?.abandon());
  }

  private onOpen(): void {
    const { resumeToken } = this;
    this.link?.send("join", resumeToken === undefined ? this.join : { ...this.join, resumeToken, heard: this.heard });
    if (this.state !== "opening") return;
    this.cancelLimit();
    this.state = "open";
    this.settleOpening();
  }

  private onFrame(frame: Frame): void {
    this.cancelSuspicion();
    if (this.state === "open" && this.resumeToken === undefined && isStarting(frame) && this.startingAttempts < STARTING_ATTEMPTS) {
      this.joinsAgain = true;
      this.link?.close(NORMAL_CLOSURE);
      return;
    }
    this.heard++;
    if (frame.kind === "end" || frame.kind.startsWith("error-")) this.over = true;
    if (frame.kind === "joined") {
      const token = (frame.payload as { resumeToken?: unknown } | undefined)?.resumeToken;
      this.resumeToken = typeof token === "string" && token !== "" ? token : undefined;
    }
    const resumed = frame.kind === "joined" && this.state === "resuming";
    if (resumed) this.resume((frame.payload as { handled?: unknown } | undefined)?.handled);
    this.listener.onFrame(frame);
    if (resumed && !this.over) this.listener.onResumed();
  }

  /**
   * @param handled number of this session's frames that the server has handled; absent if the server made a new session
   *     for the seat
   */
  private resume(handled: unknown): void {
    this.cancelLimit();
    this.cancelAttempt();
    this.state = "open";
    this.attempts = 0;
    const isSameSession = typeof handled === "number";
    const lost = this.said.slice(Math.max(0, (isSameSession ? handled : this.sent) - this.saidBefore));
    this.said = [];
    this.saidBefore = this.sent = isSameSession ? handled : 0;
    if (!isSameSession) this.heard = 1;
    for (const [kind, payload] of lost) if (!NEVER_REPEATED.has(kind)) this.send(kind, payload);
  }

  private onLinkClosed(code: number): void {
    this.link = null;
    this.cancelSuspicion();
    if (this.over) return this.finish("over");
    if (this.joinsAgain) return this.joinAgainLater();
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

  private joinAgainLater(): void {
    this.joinsAgain = false;
    if (this.startingAttempts++ === 0) this.platform.console.info("[DuckSoup] The server is starting; joining again.");
    this.state = "opening";
    this.said = [];
    this.saidBefore = this.sent = this.heard = 0;
    this.cancelAttempt = this.timers.after(STARTING_DELAY_MS, () => {
      this.cancelLimit = this.timers.after(OPENING_LIMIT_MS, () => this.link?.abandon());
      this.connect();
    });
  }

  /** The delay is random, so that the participants of a restarted server do not all return at the same moment. */
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
    this.said = [];
    this.settleOpening();
    this.listener.onClosed(cause);
  }
}

/** The server refuses everybody for now, because it is not ready yet. */
function isStarting({ kind, payload }: Frame): boolean {
  return kind.startsWith("error-") && isRecord(payload) && payload["key"] === "server" && payload["value"] === "starting";
}
