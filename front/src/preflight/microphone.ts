import type { Figures } from "./api.ts";
import { chirp, CHIRP_SECONDS, decibels, echoOf, findChirp, isClipped, percentile, round, type Match } from "./sound.ts";

const SAMPLE_MS = 50;
const LEVEL_WINDOW = 2048;
/** 0.7 s at 48 kHz, the longest time that an analyser keeps. */
const ECHO_WINDOW = 32_768;
/** The time from the beginning of the chirp to the search for it. */
const ECHO_MS = 600;

/** Listens to a stream and to the room it comes from. */
export class Listener {
  private readonly context = new AudioContext();
  private readonly levels: AnalyserNode;
  private readonly memory: AnalyserNode;

  constructor(stream: MediaStream) {
    const source = this.context.createMediaStreamSource(stream);
    const silent = this.context.createGain();
    silent.gain.value = 0;
    silent.connect(this.context.destination);
    [this.levels, this.memory] = [LEVEL_WINDOW, ECHO_WINDOW].map((size) => {
      const analyser = this.context.createAnalyser();
      analyser.fftSize = size;
      // Some browsers do not process nodes that are not connected to the loudspeaker.
      source.connect(analyser).connect(silent);
      return analyser;
    }) as [AnalyserNode, AnalyserNode];
  }

  /** Browsers require a gesture before a page may play sound. Without one there is nothing to measure. */
  async ready(): Promise<boolean> {
    await Promise.race([this.context.resume(), wait(1000)]);
    return this.context.state === "running";
  }

  /** Levels in dB, and the share of time at full scale. */
  async listen(milliseconds: number): Promise<{ levels: number[]; clipped: number }> {
    const samples = new Float32Array(LEVEL_WINDOW);
    const levels: number[] = [];
    let clipped = 0;
    for (let end = performance.now() + milliseconds; performance.now() < end; ) {
      await wait(SAMPLE_MS);
      this.levels.getFloatTimeDomainData(samples);
      levels.push(decibels(samples));
      if (isClipped(samples)) clipped++;
    }
    return { levels, clipped: clipped / levels.length };
  }

  /** Plays a sound several times and searches for it in the microphone's sound. */
  async echo(times: number): Promise<NonNullable<Figures["echo"]>> {
    const matches: Match[] = [];
    for (let i = 0; i < times; i++) matches.push(await this.once());
    return echoOf(matches);
  }

  private async once(): Promise<Match> {
    const { context } = this;
    const samples = chirp(context.sampleRate);
    const buffer = context.createBuffer(1, samples.length, context.sampleRate);
    buffer.copyToChannel(samples, 0);
    const player = context.createBufferSource();
    player.buffer = buffer;
    player.connect(context.destination);
    const begin = context.currentTime;
    player.start(begin);
    await wait(ECHO_MS);
    const heard = new Float32Array(ECHO_WINDOW);
    this.memory.getFloatTimeDomainData(heard);
    const match = findChirp(heard, context.sampleRate);
    const windowBegin = context.currentTime - ECHO_WINDOW / context.sampleRate;
    return { ...match, at: Math.max(0, windowBegin + match.at - begin) };
  }

  close(): void {
    void this.context.close();
  }
}

export const ECHO_TIMES = 3;
export const ECHO_SECONDS = Math.ceil((ECHO_TIMES * ECHO_MS) / 1000 + CHIRP_SECONDS);

/** Speech has pauses, so its level is that of its louder half. Noise is the level that is present most of the time. */
export function microphoneFigures(quiet: readonly number[], speech: readonly number[], clipped: number): NonNullable<Figures["microphone"]> {
  return { speech: round(percentile(speech, 0.8), 1), noise: round(percentile(quiet, 0.5), 1), clipped: round(clipped, 3) };
}

export function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => window.setTimeout(resolve, milliseconds));
}
