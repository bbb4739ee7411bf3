import { GESTURES } from "../../player/renderer.ts";
import { decibels } from "../../preflight/sound.ts";
import { envelope, lagOf, Measurements } from "./lag.ts";

/** 0.7 s at 48 kHz, the longest time that an analyser keeps. */
const MEMORY = 32_768;
const LEVEL_SAMPLES = 2048;
const STEP_SECONDS = 0.002;
const LONGEST_LAG_SECONDS = 0.5;
const LEAST_CORRELATION = 0.75;
/** Below this level, in dB below full scale, there is nothing to compare. */
const LEAST_LEVEL = -60;

/** Listens to the sound of the microphone and to the sound that comes back. */
export class SoundWatch {
  private readonly context = new AudioContext();
  private readonly closing = new AbortController();
  private readonly silent = this.context.createGain();
  private readonly direct = this.analyser();
  private readonly through = this.analyser();
  private readonly lags = new Measurements(3, 7);
  /** What the analysers have heard last. */
  private readonly heard = { direct: new Float32Array(MEMORY), through: new Float32Array(MEMORY) };

  constructor() {
    this.silent.gain.value = 0;
    this.silent.connect(this.context.destination);
    // A page that was opened with ?autostart had no click yet, and the browser wants one.
    for (const gesture of GESTURES) document.addEventListener(gesture, () => this.wake(), { signal: this.closing.signal });
  }

  private wake(): void {
    this.context.resume().catch(() => {});
  }

  private analyser(): AnalyserNode {
    const analyser = this.context.createAnalyser();
    analyser.fftSize = MEMORY;
    // Some browsers do not process nodes that are not connected to the loudspeaker.
    analyser.connect(this.silent);
    return analyser;
  }

  /** @param which the microphone's own stream, or the one that came through the server */
  follow(which: "direct" | "through", stream: MediaStream): void {
    if (stream.getAudioTracks().length === 0) return;
    const source = this.context.createMediaStreamSource(stream);
    source.connect(which === "direct" ? this.direct : this.through);
    this.wake();
  }

  /** False while the browser wants a click before it works with sound, or has no device for it. */
  listens(): boolean {
    return this.context.state === "running";
  }

  /** In dB below full scale; undefined while the page cannot listen. */
  level(which: "direct" | "through"): number | undefined {
    if (!this.listens()) return undefined;
    (which === "direct" ? this.direct : this.through).getFloatTimeDomainData(this.heard[which]);
    return decibels(this.heard[which].subarray(MEMORY - LEVEL_SAMPLES));
  }

  /** Compares what both have heard in the last moment. Both end at the same sample. */
  compare(): void {
    if (!this.listens()) return;
    const { direct, through } = this.heard;
    this.direct.getFloatTimeDomainData(direct);
    this.through.getFloatTimeDomainData(through);
    if (decibels(direct) < LEAST_LEVEL || decibels(through) < LEAST_LEVEL) return;
    const step = Math.round(this.context.sampleRate * STEP_SECONDS);
    const found = lagOf(envelope(direct, step), envelope(through, step), LONGEST_LAG_SECONDS / STEP_SECONDS);
    if (found && found.correlation >= LEAST_CORRELATION) this.lags.add(found.lag * STEP_SECONDS * 1000);
  }

  /** How much later the sound comes back, in ms. */
  lateness(): number | undefined {
    return this.lags.middle();
  }

  close(): void {
    this.closing.abort();
    void this.context.close();
  }
}
