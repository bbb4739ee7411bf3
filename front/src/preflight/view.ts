import type { Check, PreflightReport, Progress, Verdict } from "./api.ts";

const TITLES: Record<Check["name"], string> = {
  server: "Call",
  camera: "Camera",
  microphone: "Microphone",
  noise: "Background noise",
  echo: "Echo",
  uplink: "Upload",
  loss: "Loss",
  jitter: "Variation of the delay",
  roundTrip: "Round trip",
  encoder: "Speed of this device",
};

/** The result is also given by a sign, and not by colour alone. */
const WORDS: Record<Verdict, string> = { pass: "Good", warn: "Look", fail: "Problem", unknown: "Not measured" };

/** The check as a participant sees it. Elements have classes `ducksoup-…` and no style, which the page may add. */
export class PreflightView {
  readonly video = document.createElement("video");
  private readonly instruction = element("p", "ducksoup-instruction");
  private readonly bar = document.createElement("progress");
  private readonly list = element("ul", "ducksoup-checks");
  private timer: number | undefined;

  constructor(private readonly mount: HTMLElement) {
    this.video.setAttribute("playsinline", "");
    this.video.setAttribute("aria-label", "Your camera");
    this.instruction.setAttribute("role", "status");
    this.instruction.setAttribute("aria-live", "assertive");
    this.bar.setAttribute("aria-label", "Progress of this step");
    mount.replaceChildren(this.video, this.instruction, this.bar, this.list);
  }

  show({ phase, sentence, seconds }: Progress): void {
    this.mount.dataset["phase"] = phase;
    this.instruction.textContent = sentence;
    window.clearInterval(this.timer);
    this.bar.hidden = phase === "done";
    if (phase === "devices") return this.bar.removeAttribute("value");
    const begin = performance.now();
    const draw = (): void => {
      this.bar.value = seconds <= 0 ? 1 : Math.min(1, (performance.now() - begin) / (seconds * 1000));
    };
    draw();
    if (phase !== "done") this.timer = window.setInterval(draw, 100);
  }

  finish(report: PreflightReport): void {
    window.clearInterval(this.timer);
    this.mount.dataset["verdict"] = report.verdict;
    this.video.hidden = true;
    this.list.replaceChildren(...report.checks.map(item));
  }
}

function item({ name, verdict, value, unit, text }: Check): HTMLElement {
  const li = element("li", "ducksoup-check");
  li.dataset["check"] = name;
  li.dataset["verdict"] = verdict;
  const heading = element("strong", "ducksoup-title");
  heading.textContent = TITLES[name];
  const word = element("span", "ducksoup-verdict");
  word.textContent = WORDS[verdict];
  const figure = element("span", "ducksoup-value");
  figure.textContent = value === undefined ? "" : `${value} ${unit ?? ""}`;
  const sentence = element("p", "ducksoup-text");
  sentence.textContent = text;
  li.append(word, " ", heading, " ", figure, sentence);
  return li;
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
