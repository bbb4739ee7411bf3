import type { DuckSoupEvent, PeerOptions } from "../player/api.ts";
import { browserPlatform } from "../player/platform.ts";
import { Player } from "../player/player.ts";
import { playerOn } from "../player/render.ts";
import type { PreflightOptions, PreflightReport } from "./api.ts";
import { CallFigures } from "./network.ts";

/**
 * From the open devices to the server's answer. The browser's question for camera and microphone may take any time, and the
 * player waits a minute for somebody whom the browser asks for access to the local network.
 */
const ANSWER_LIMIT_MS = 70_000;
/** From the server's answer to the start. */
const START_LIMIT_MS = 25_000;
/** Longer than the duration of any check. */
const SECONDS = 120;

/**
 * The options that the check sets for its call. The others are those of the experiment, but for the participant's place in a
 * plan: a plan would decide on effects, size, length and recording of the check too. `condition` is no option of the player, which
 * refuses pages that say it.
 */
export function optionsOf(given: PreflightOptions["peerOptions"] & { condition?: unknown }, name: string): PeerOptions {
  const { audioFx: _voice, videoFx: _face, plan: _plan, role: _role, trial: _trial, condition: _condition, ...rest } = given;
  return {
    // A token contains the names for which it is valid. Without a namespace it is valid for "default".
    ...(given.token ? {} : { namespace: "preflight" }),
    userId: name,
    ...rest,
    // In the experiment's own interaction, the check would take the place of its first participant.
    interactionName: (given.token ? given.interactionName : undefined) ?? name,
    size: 1,
    duration: SECONDS,
    recordingMode: "none",
    // The echo is cancelled as in a conversation and not as in a mirror. The others would hear the rest of the echo.
    audio: { echoCancellation: true, ...given.audio },
  };
}

/** A mirror on the server, which is used for measuring only. */
export class Call {
  readonly figures = new CallFigures();
  /** Settles when media flows in both directions. If it will not, rejects with a text for the participant. */
  readonly started: Promise<string | null>;
  private settle: (failure: string | null) => void = () => {};
  private player: Player | null = null;
  private limit: number | undefined;
  private onStream: (stream: MediaStream) => void = () => {};
  readonly stream: Promise<MediaStream>;

  constructor(private readonly options: PeerOptions) {
    this.started = new Promise((resolve) => (this.settle = resolve));
    this.stream = new Promise((resolve) => (this.onStream = resolve));
  }

  async open(): Promise<void> {
    const player = playerOn(browserPlatform(), [{ callback: (event: DuckSoupEvent) => this.onEvent(event), stats: true }, this.options]);
    // Held before it starts, so that it can be closed at any time.
    if (player instanceof Player) this.player = player;
    await player.start();
  }

  private startWithin(limitMs: number, failure: string): void {
    window.clearTimeout(this.limit);
    this.limit = window.setTimeout(() => this.settle(failure), limitMs);
  }

  private onEvent(event: DuckSoupEvent): void {
    switch (event.kind) {
      case "local-stream":
        this.startWithin(ANSWER_LIMIT_MS, "The server did not answer in time.");
        return this.onStream(event.payload);
      case "joined":
        return this.startWithin(START_LIMIT_MS, "The call did not start in time. Does a firewall stand between you and the server?");
      case "start":
        return this.settle(null);
      case "stats":
        return this.figures.add(event.payload);
      case "error":
        return this.settle(event.payload.message);
      case "closed":
        return this.settle("The connection to the server was lost.");
      default:
        if (event.kind.startsWith("error-")) this.settle(refusal(event));
    }
  }

  /** Writes the report into the interaction's log, as an event of its own kind. */
  report(report: PreflightReport): void {
    this.player?.report("client_preflight", report);
  }

  close(): void {
    window.clearTimeout(this.limit);
    this.player?.stop();
  }
}

function refusal({ kind, payload }: DuckSoupEvent): string {
  const message = (payload as { message?: string } | undefined)?.message;
  return `The server refused the call (${kind}${message ? `: ${message}` : ""}).`;
}
