import type { DuckSoupEvent, PeerOptions } from "../player/api.ts";
import { browserPlatform } from "../player/platform.ts";
import { Player } from "../player/player.ts";
import { renderOn } from "../player/render.ts";
import type { PreflightOptions, PreflightReport } from "./api.ts";
import { CallFigures } from "./network.ts";

const START_LIMIT_MS = 25_000;
/** Longer than the duration of any check. */
const SECONDS = 120;

/** The options that the check sets for its call. The others are those of the experiment. */
export function optionsOf(given: PreflightOptions["peerOptions"], name: string): PeerOptions {
  const { audioFx: _voice, videoFx: _face, ...rest } = given;
  return {
    // A token contains the names for which it is valid. Without a namespace it is valid for "default".
    ...(given.token ? {} : { namespace: "preflight" }),
    interactionName: name,
    userId: name,
    ...rest,
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
  private onStream: (stream: MediaStream) => void = () => {};
  readonly stream: Promise<MediaStream>;

  constructor(private readonly options: PeerOptions) {
    this.started = new Promise((resolve) => (this.settle = resolve));
    this.stream = new Promise((resolve) => (this.onStream = resolve));
  }

  async open(): Promise<void> {
    window.setTimeout(() => this.settle("The call did not start in time. Does a firewall stand between you and the server?"), START_LIMIT_MS);
    const player = await renderOn(browserPlatform(), [{ callback: (event: DuckSoupEvent) => this.onEvent(event), stats: true }, this.options]);
    if (player instanceof Player) this.player = player;
  }

  private onEvent(event: DuckSoupEvent): void {
    switch (event.kind) {
      case "local-stream":
        return this.onStream(event.payload);
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
    this.player?.stop();
  }
}

function refusal({ kind, payload }: DuckSoupEvent): string {
  const message = (payload as { message?: string } | undefined)?.message;
  return `The server refused the call (${kind}${message ? `: ${message}` : ""}).`;
}
