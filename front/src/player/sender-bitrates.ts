import type { Cancel, Timers } from "./timers.ts";

const VIDEO_BPS = 1_000_000;
/** The rate at which browsers start. A ramp from a lower rate would limit the first pictures without need. */
const RAMP_FROM_BPS = 300_000;
const AUDIO_BPS = 64_000;
const STEPS = 8;
const RAMP_MS = 3_000;

type Change = (parameters: RTCRtpSendParameters) => void;

/**
 * Upper bounds of this participant's bitrates: none until `start`, and then a ramp, so that the encoders adapt to the
 * path.
 */
export class SenderBitrates {
  private readonly pending = new WeakMap<RTCRtpSender, Promise<void>>();
  private cancelStep: Cancel = () => {};

  constructor(
    private readonly pc: RTCPeerConnection,
    private readonly timers: Timers,
    private readonly onFailure: (cause: unknown) => void,
  ) {}

  /** Eight steps in three seconds, the first one now, up to `limit` if the page has set one. */
  ramp(limit = VIDEO_BPS): void {
    this.apply("audio", AUDIO_BPS);
    this.step(1, limit);
  }

  /** Sets the limit and ends the ramp. */
  limitVideo(bitsPerSecond: number): void {
    this.cancelStep();
    this.apply("video", bitsPerSecond);
  }

  /** What the browser keeps of the picture when the whole does not fit. Browsers that do not know it keep silent. */
  degrade(preference: string): void {
    for (const sender of this.sendersOf("video")) this.transact(sender, () => prefer(sender, preference));
  }

  /** Ends the ramp and keeps the current limits. */
  cancel(): void {
    this.cancelStep();
  }

  private step(number: number, target: number): void {
    const from = Math.min(RAMP_FROM_BPS, target);
    this.apply("video", Math.round(from + ((target - from) * number) / STEPS));
    if (number === STEPS) return;
    this.cancelStep = this.timers.after(RAMP_MS / (STEPS - 1), () => this.step(number + 1, target));
  }

  private apply(kind: "audio" | "video", maxBitrate: number): void {
    for (const sender of this.sendersOf(kind)) this.transact(sender, () => change(sender, limitTo(maxBitrate)));
  }

  /** getParameters and setParameters form one transaction. The browser would refuse two at a time. */
  private transact(sender: RTCRtpSender, transaction: () => Promise<void>): void {
    const before = this.pending.get(sender) ?? Promise.resolve();
    this.pending.set(sender, before.then(transaction).catch(this.onFailure));
  }

  private sendersOf(kind: "audio" | "video"): RTCRtpSender[] {
    return this.pc.getSenders().filter(({ track }) => track?.kind === kind);
  }
}

function limitTo(maxBitrate: number): Change {
  return (parameters) => {
    if (!parameters.encodings?.length) parameters.encodings = [{}];
    for (const encoding of parameters.encodings) encoding.maxBitrate = maxBitrate;
  };
}

async function prefer(sender: RTCRtpSender, preference: string): Promise<void> {
  await change(sender, (parameters) => Object.assign(parameters, { degradationPreference: preference }));
  const { degradationPreference } = sender.getParameters() as { degradationPreference?: string };
  if (degradationPreference !== preference) throw new Error(`this browser does not use degradationPreference ${preference}`);
}

async function change(sender: RTCRtpSender, apply: Change): Promise<void> {
  const parameters = sender.getParameters();
  apply(parameters);
  await sender.setParameters(parameters);
}
