import { clock } from "./words.ts";

/** `data-state` of the document. */
export type State = "idle" | "connecting" | "running" | "ending" | "ended" | "error";

export function state(): State {
  return document.documentElement.dataset["state"] as State;
}

/** An element of this page by its id. */
export function byId<T extends HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no #${id} in this page`);
  return element as T;
}

/** The state, the sentence and the enabled controls always change together. */
export function show(state: State, sentence: string): void {
  const live = state === "connecting" || state === "running" || state === "ending";
  const failed = state === "error";
  document.documentElement.dataset["state"] = state;
  byId("status").textContent = failed ? "Not running." : sentence;
  const problem = byId("problem");
  problem.hidden = !failed;
  problem.textContent = failed ? sentence : "";
  const [start, stop] = [byId<HTMLButtonElement>("start"), byId<HTMLButtonElement>("stop")];
  const focused = document.activeElement;
  start.disabled = live;
  stop.disabled = !live;
  // A disabled button loses the focus, so the button that replaces it gets the focus.
  if (live && focused === start) stop.focus();
  if (!live && focused === stop) start.focus();
  disable("options", live);
  disable("trial-fields", live);
  disable("effect-fields", state !== "running" && state !== "ending");
}

/** For pages that have such fields. */
function disable(id: string, disabled: boolean): void {
  const fields = document.getElementById(id) as HTMLFieldSetElement | null;
  if (fields) fields.disabled = disabled;
}

/** For pages that have a place for them. */
export function showFiles(files: Record<string, string[]> | null): void {
  const list = document.getElementById("files");
  if (!list) return;
  list.replaceChildren();
  const paths = Object.values(files ?? {}).flat();
  for (const path of paths) {
    const item = document.createElement("li");
    const code = document.createElement("code");
    code.textContent = path;
    item.append(code);
    list.append(item);
  }
  if (files && paths.length === 0) {
    const item = document.createElement("li");
    item.textContent = "None: nothing was recorded.";
    list.append(item);
  }
  byId("files-section").hidden = files === null;
}

export function showCells(values: Record<string, string>): void {
  for (const cell of document.querySelectorAll<HTMLElement>("[data-stat]")) {
    cell.textContent = values[cell.dataset["stat"] ?? ""] ?? "–";
  }
}

/** Counts down on the page's own clock, in `#remaining`. */
export class Countdown {
  private timer: number | undefined;

  /** @param label names what is counted: `Remaining time` */
  start(seconds: number, label: string): void {
    this.stop();
    const endsAt = performance.now() + seconds * 1000;
    const remaining = byId("remaining");
    remaining.setAttribute("aria-label", label);
    const draw = (): void => {
      remaining.textContent = clock((endsAt - performance.now()) / 1000);
    };
    draw();
    this.timer = window.setInterval(draw, 250);
  }

  stop(): void {
    window.clearInterval(this.timer);
    byId("remaining").textContent = "";
  }
}
