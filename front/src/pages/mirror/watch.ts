import { byId } from "../shared/view.ts";
import { latenessSentence } from "./lag.ts";
import { PictureWatch } from "./picture-watch.ts";
import { SoundWatch } from "./sound-watch.ts";

const PICTURE_MS = 33;
/** Rounds of the picture's clock. Levels change more slowly for people who want less motion on their screens. */
const LEVEL_EVERY = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 15 : 3;
const COMPARE_EVERY = 15;
/** The first seconds of a call are slower than the rest. */
const WARM_UP = 90;
/** Pictures are compared in a part of the time only, because that takes work which calls on small computers need. */
const [LOOK_ROUNDS, PAUSE_ROUNDS] = [130, 130];

/** Shows the levels of both sounds of a call, and how much later picture and sound come back. */
export class Watch {
  private readonly sound = new SoundWatch();
  private readonly picture = new PictureWatch(byId<HTMLVideoElement>("direct"), byId<HTMLVideoElement>("through"));
  private readonly timer = window.setInterval(() => this.look(), PICTURE_MS);
  private round = 0;

  constructor() {
    byId("lateness").textContent = latenessSentence(undefined, undefined);
  }

  follow(which: "direct" | "through", stream: MediaStream): void {
    this.sound.follow(which, stream);
  }

  private look(): void {
    this.round++;
    if (this.round % LEVEL_EVERY === 0) for (const which of ["direct", "through"] as const) showLevel(which, this.sound.level(which));
    if (this.round < WARM_UP) return;
    if ((this.round - WARM_UP) % (LOOK_ROUNDS + PAUSE_ROUNDS) < LOOK_ROUNDS) this.picture.look();
    if (this.round % COMPARE_EVERY !== 0) return;
    this.sound.compare();
    byId("lateness").textContent = latenessSentence(this.picture.lateness(), this.sound.lateness(), this.sound.listens());
  }

  stop(): void {
    window.clearInterval(this.timer);
    this.sound.close();
    for (const which of ["direct", "through"] as const) showLevel(which, undefined);
    byId("lateness").textContent = "";
  }
}

function showLevel(which: "direct" | "through", level: number | undefined): void {
  const meter = byId<HTMLMeterElement>(`${which}-level`);
  meter.value = level ?? meter.min;
  byId(`${which}-decibels`).textContent = level === undefined ? "–" : `${Math.round(level)} dB`;
}
