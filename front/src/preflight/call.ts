import type { DuckSoupEvent, PeerOptions } from "../player/api.ts";
import { browserPlatform } from "../player/platform.ts";
import { Player } from "../player/player.ts";
import { renderOn } from "../player/render.ts";
import type { PreflightOptions, PreflightReport } from "./api.ts";
import { CallFigures } from "./network.ts";

const START_LIMIT_MS = 25_000;
/** Longer than any check takes. */
const SECONDS = 120;

/** What a check's own call is like; the rest is the experiment's. */
export function optionsOf(given: PreflightOptions["peerOptions"], name: string): PeerOptions {
  const { audioFx: _voice, videoFx: _face, ...rest } = given;
  return {
    // A token names what it is for; without a namespace it is for "default".
    ...(given.token ? {} : { namespace: "preflight" }),
    interactionName: name,
    userId: name,
    ...rest,
    size: 1,
    duration: SECONDS,
    recordingMode: "none",
    // As between people, not as in a mirror: what is left of the echo there is what the others would hear.
    audio: { echoCancellation: true, ...given.audio },
  };
}

/** A mirror on the server, of which only the figures are wanted. */
export class Call {
  readonly figures = new CallFigures();
  /** Settles when media flows both ways, or with what the participant should read when it will not. */
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

  /** Into the interaction's log, as an event of its own kind. */
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
