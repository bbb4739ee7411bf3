import type { DuckSoupEvent, DuckSoupPlayer, Joined, PeerOptions } from "../player/api.ts";
import { browserPlatform } from "../player/platform.ts";
import { playerOn } from "../player/render.ts";
import type { CallOptions, CallReason, CallReport, CallTexts } from "./api.ts";
import { CallRecord } from "./record.ts";
import { TEXTS } from "./texts.ts";
import { CallView } from "./view.ts";

const START_WITHIN_SECONDS = 120;
/** After its time a call has this long for completing its files and for a server that does not answer. */
const END_WITHIN_SECONDS = 60;

/** See {@link CallLibrary.run}. */
export function run(options: CallOptions): Promise<CallReport> {
  return new Promise((resolve) => new Call(options, resolve).start());
}

class Call {
  private readonly texts: CallTexts;
  private readonly view: CallView;
  private readonly record: CallRecord;
  private readonly removal = new MutationObserver(() => !this.view.isThere && this.onRemoved());
  private readonly onPageHide = (): void => this.end("page_closed");
  private player: DuckSoupPlayer | null = null;
  private limit: number | undefined;
  /** Between a start and its end, or a restart of the server. */
  private talks = false;
  private isOver = false;

  constructor(
    private readonly options: CallOptions,
    private readonly resolve: (report: CallReport) => void,
  ) {
    this.texts = { ...TEXTS, ...options.texts };
    this.view = new CallView(options.mountEl, this.texts, options.buttonClass ?? "");
    this.record = new CallRecord(options.peerOptions, () => performance.now());
  }

  start(): void {
    const { canLeave, peerOptions, startWithin = START_WITHIN_SECONDS } = this.options;
    this.view.show("waiting", this.texts.devices);
    if (canLeave) this.view.offer("leave", () => this.end("left"));
    this.endWithin(startWithin);
    this.removal.observe(document, { childList: true, subtree: true });
    window.addEventListener("pagehide", this.onPageHide);
    void this.join(peerOptions);
  }

  /** The player is held before it starts: the call may be over while the browser's question for the camera is still open. */
  private async join(peerOptions: PeerOptions): Promise<void> {
    try {
      this.player = playerOn(browserPlatform(), [{ mountEl: this.view.pictures, callback: (event: DuckSoupEvent) => this.on(event) }, peerOptions]);
      await this.player.start();
    } catch (cause) {
      this.end("refused", String(cause));
    }
  }

  private on(event: DuckSoupEvent): void {
    if (this.isOver) return;
    this.record.add(event);
    this.show(event);
    this.protect(() => this.options.callback?.(event));
    if (this.record.isOver) this.finish();
  }

  private show(event: DuckSoupEvent): void {
    const { texts, view } = this;
    switch (event.kind) {
      case "local-stream":
        return view.show("waiting", texts.waiting);
      case "joined":
        return this.onJoined(event.payload);
      case "start":
        this.talks = true;
        if (event.payload !== undefined) this.endWithin(event.payload + END_WITHIN_SECONDS);
        return view.show("talking", texts.talking);
      case "extended":
        this.endWithin(event.payload + END_WITHIN_SECONDS);
        return view.say(texts.talking);
      case "other_left":
        return view.say(this.talks ? texts.away : texts.waiting);
      case "other_joined":
        return view.say(this.talks ? texts.talking : texts.waiting);
      case "ending":
        return view.say(texts.ending);
      case "message":
        return view.say(event.payload.text);
      case "device-muted":
      case "device-unmuted":
      case "device-lost":
      case "device-back":
        return view.say(event.payload.message);
    }
  }

  /** A restarted server begins the call anew, and waits for everybody again. */
  private onJoined({ context }: Joined): void {
    if (!this.talks || context === "reconnection") return;
    this.talks = false;
    this.view.show("waiting", this.texts.waiting);
  }

  private endWithin(seconds: number): void {
    window.clearTimeout(this.limit);
    this.limit = window.setTimeout(() => this.end("no_end"), seconds * 1000);
  }

  /** The page has emptied the element, as jsPsych does when an experiment is aborted. */
  private onRemoved(): void {
    this.end("left");
    this.goOn();
  }

  /** The page itself ends the call. */
  private end(reason: CallReason, message = ""): void {
    if (this.isOver) return;
    this.record.end(reason, message);
    this.finish();
    this.player?.stop();
  }

  private finish(): void {
    if (this.isOver) return;
    this.isOver = true;
    window.clearTimeout(this.limit);
    window.removeEventListener("pagehide", this.onPageHide);
    const report = this.record.report();
    this.protect(() => this.options.onEnd?.(report));
    if (report.reason === "completed" || report.reason === "page_closed" || !this.view.isThere) return this.goOn();
    this.view.show("over", this.sentenceOf(report));
    this.view.offer("goOn", () => this.goOn());
  }

  /** The player's sentences for a failure say what the participant can do. */
  private sentenceOf({ reason, event, cause, message }: CallReport): string {
    if (reason === "completed" || reason === "page_closed") return "";
    // The sentence of `no_end` is that of a call that did not begin.
    const name = reason === "no_end" && this.record.hasStarted ? "connection_lost" : reason;
    const own = this.options.texts;
    // Pages that were written before there was a sentence about codecs have one for `not_connected`.
    if (event === "error-aborted" && cause === "codec") return own?.codec ?? own?.[name] ?? this.texts.codec;
    return own?.[name] ?? (event === "error" && message ? message : this.texts[name]);
  }

  private goOn(): void {
    this.removal.disconnect();
    this.view.remove();
    this.resolve(this.record.report());
  }

  /** A mistake in the page's function must not keep the participant here. */
  private protect(task: () => void): void {
    try {
      task();
    } catch (cause) {
      console.error("[DuckSoup] A function of the page failed:", cause);
    }
  }
}
