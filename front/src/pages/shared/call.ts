import type { DuckSoupEvent, DuckSoupPlayer, Joined, OtherParticipant, PeerOptions, PolyKind } from "../../player/api.ts";
import { recorded } from "./event-record.ts";
import { refusalSentence } from "./refusals.ts";
import { cells } from "./stats-table.ts";
import { byId, Countdown, show, showCells, showFiles, state } from "./view.ts";
import "./window.ts";

/** The steps of a call that differ from page to page. */
export interface CallListener {
  onLocalStream(stream: MediaStream): void;
  onTrack(event: RTCTrackEvent): void;
  /** The call is over, for any reason. The page clears its videos. */
  onFinished(): void;
  /** Every event except statistics, as it arrives. */
  onEvent?(event: DuckSoupEvent): void;
  onJoined?(joined: Joined): void;
  onStarted?(): void;
  onOther?(kind: "other_joined" | "other_left", other: OtherParticipant): void;
  onClosed?(): void;
}

const WAITING = "Time left to wait for everybody";
const REMAINING = "Remaining time";

/** The call, from start to end. Late events of an earlier call have no effect on the page. */
interface Run {
  player: DuckSoupPlayer | null;
  leaving: boolean;
  /** Left while the browser asked for the devices. The page has said so; the player is stopped as soon as it is there. */
  isLeftUnopened: boolean;
  duration: number;
}

/** The call of a test page: its states, its buttons, its countdown, its statistics and its events. */
export class PageCall {
  private readonly countdown = new Countdown();
  private run: Run | null = null;

  constructor(private readonly listener: CallListener, private readonly leftSentence: string) {
    window.ducksoupEvents = [];
    byId("stop").addEventListener("click", () => this.stop());
  }

  async start(options: PeerOptions): Promise<void> {
    const run: Run = { player: null, leaving: false, isLeftUnopened: false, duration: options.duration ?? 30 };
    this.run = run;
    window.ducksoupEvents.length = 0;
    showFiles(null);
    showCells({});
    show("connecting", "Opening camera and microphone…");
    run.player = await window.DuckSoup.render({ callback: (event) => this.onEvent(run, event), stats: true }, options);
    if (run.leaving) run.player.stop();
  }

  stop(): void {
    if (!this.run) return;
    this.run.leaving = true;
    if (this.run.player) return this.run.player.stop();
    this.run.isLeftUnopened = true;
    this.finish("ended", this.leftSentence);
  }

  control(name: string, property: string, value: number, duration: number, userId?: string): void {
    this.run?.player?.controlFx(name, property, value, duration, userId);
  }

  polyControl(name: string, property: string, kind: PolyKind, value: string): void {
    this.run?.player?.polyControlFx(name, property, kind, value);
  }

  private finish(next: "ended" | "error", sentence: string): void {
    this.countdown.stop();
    byId("play").hidden = true;
    this.listener.onFinished();
    show(next, sentence);
  }

  private onEvent(run: Run, event: DuckSoupEvent): void {
    if (run !== this.run || run.isLeftUnopened) return;
    window.ducksoupEvents.push(recorded(event, performance.now()));
    if (event.kind !== "stats") this.listener.onEvent?.(event);
    switch (event.kind) {
      case "local-stream":
        this.listener.onLocalStream(event.payload);
        return show("connecting", "Camera and microphone are open. Joining…");
      case "joined":
        // This event comes again when a lost socket was resumed, but the call never stopped.
        if (state() !== "connecting") return;
        show("connecting", "Joined. Waiting for your media to reach the server…");
        if (event.payload.waitSeconds !== undefined) this.countdown.start(event.payload.waitSeconds, WAITING);
        return this.listener.onJoined?.(event.payload);
      case "other_joined":
      case "other_left":
        return this.listener.onOther?.(event.kind, event.payload);
      case "track":
        return this.listener.onTrack(event.payload);
      case "start":
        this.countdown.start(event.payload ?? run.duration, REMAINING);
        show("running", "Running.");
        return this.listener.onStarted?.();
      case "ending":
        return show("ending", "Ending soon.");
      case "extended":
        this.countdown.start(event.payload, REMAINING);
        return show("running", "Running. The end was moved.");
      case "message":
        return show(state(), event.payload.text);
      case "files":
        showFiles(event.payload);
        return this.finish("ended", "Ended.");
      case "end":
        return this.finish("ended", event.payload?.message ? `Ended early: ${event.payload.message}.` : "Ended.");
      case "device-muted":
      case "device-unmuted":
      case "device-lost":
      case "device-back":
        return show(state(), event.payload.message);
      case "stats":
        return showCells(cells(event.payload));
      case "error":
        return this.finish("error", event.payload.message);
      case "closed":
        return this.onClosed(run);
      default: {
        const sentence = refusalSentence(event.kind, event.payload);
        if (sentence !== undefined) this.finish("error", sentence);
      }
    }
  }

  private onClosed(run: Run): void {
    run.player = null;
    if (run.leaving) this.finish("ended", this.leftSentence);
    else if (state() !== "ended" && state() !== "error") this.finish("error", "The connection to the server was lost.");
    this.listener.onClosed?.();
  }
}

/** The video that returns in a mirror. Browsers may require a gesture before they play its sound. */
export class ThroughVideo {
  private readonly video = byId<HTMLVideoElement>("through");
  private readonly button = byId<HTMLButtonElement>("play");

  constructor() {
    this.button.addEventListener("click", () => this.play());
  }

  show({ streams, track }: RTCTrackEvent): void {
    this.video.srcObject = streams[0] ?? new MediaStream([track]);
    this.play();
  }

  clear(): void {
    this.video.srcObject = null;
  }

  private play(): void {
    this.button.hidden = true;
    this.video.play().catch((cause: DOMException) => {
      if (cause.name === "NotAllowedError") this.button.hidden = false;
    });
  }
}

/** The form that changes one property of a named effect. */
export function connectEffectForm(call: PageCall): void {
  byId("effect").addEventListener("submit", (event) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const [name, property, value, kind] = ["fxName", "fxProperty", "fxValue", "fxKind"].map((key) => String(form.get(key) ?? "").trim()) as [string, string, string, string];
    if (kind === "") call.control(name, property, Number(value), Number(form.get("fxDuration")), String(form.get("fxUser") ?? "") || undefined);
    else call.polyControl(name, property, kind as PolyKind, value);
  });
}
