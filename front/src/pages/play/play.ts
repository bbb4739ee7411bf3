import { PageCall, ThroughVideo } from "../shared/call.ts";
import { randomName, signalingUrlFor } from "../shared/form.ts";
import { byId, show, state } from "../shared/view.ts";
import { isNumber, knobs, moved, text, type EffectDescription, type Link, type Property } from "./chain.ts";
import { Chooser } from "./chooser.ts";
import { aboutEffect, isShownFirst, USED_FIRST } from "./guide.ts";
import { knob } from "./knob.ts";

type Kind = "audio" | "video";
const KINDS: readonly Kind[] = ["audio", "video"];
const SECONDS = 600;
const RAMP = 200;

const chains: Record<Kind, Link[]> = { audio: [], video: [] };
/** The names of the effects in the running call. */
const running = new Set<string>();
const direct = byId<HTMLVideoElement>("direct");
const through = new ThroughVideo();
const query = new URLSearchParams(window.location.search);
const choosers = KINDS.map((kind) => new Chooser(kind, (effect) => add(kind, effect)));
let startAgain = false;
let count = 0;

// ---- the chains

function texts(): Record<Kind, string> {
  return { audio: text(chains.audio), video: text(chains.video) };
}

function change(kind: Kind, chain: Link[]): void {
  chains[kind] = chain;
  draw(kind);
  byId("changed").hidden = state() !== "running";
}

function showTexts(): void {
  const current = texts();
  for (const kind of KINDS) byId(`${kind}-text`).textContent = current[kind] || "none";
}

/** Redraws a chain and keeps the focus: on the same button, or on the button beside it if the same one is disabled. */
function draw(kind: Kind): void {
  const list = byId(`${kind}-chain`);
  const focused = list.contains(document.activeElement) ? document.activeElement?.getAttribute("aria-label") : null;
  list.replaceChildren(...chains[kind].map((link, i) => item(kind, link, i)));
  byId(`${kind}-empty`).hidden = chains[kind].length > 0;
  showTexts();
  if (focused == null) return;
  const same = [...list.querySelectorAll<HTMLButtonElement>("button")].find((one) => one.getAttribute("aria-label") === focused);
  const usable = same?.disabled ? same.parentElement?.querySelector<HTMLButtonElement>("button:enabled") : same;
  (usable ?? byId(`add-${kind}`)).focus();
}

function item(kind: Kind, link: Link, index: number): HTMLElement {
  const li = document.createElement("li");
  const heading = document.createElement("h3");
  heading.textContent = link.effect.name;
  const about = document.createElement("p");
  about.className = "quiet";
  about.textContent = aboutEffect(link.effect);
  const buttons = document.createElement("div");
  buttons.className = "buttons";
  buttons.append(
    button("Up", `Move ${link.effect.name} up`, index > 0, () => change(kind, moved(chains[kind], index, -1))),
    button("Down", `Move ${link.effect.name} down`, index < chains[kind].length - 1, () => change(kind, moved(chains[kind], index, 1))),
    button("Remove", `Remove ${link.effect.name}`, true, () => change(kind, chains[kind].filter((other) => other !== link))),
  );
  li.append(heading, about, buttons, ...knobsOf(link));
  return li;
}

/** Properties that experiments hardly need are behind a line that opens them. */
function knobsOf(link: Link): HTMLElement[] {
  const all = knobs(link.effect);
  const made = (first: boolean): HTMLElement[] =>
    all
      .filter((property) => isShownFirst(link.effect, property.name) === first)
      .map((property) => knob(link, property, (value) => turn(link, property, value)));
  const rest = made(false);
  if (rest.length === 0) return made(true);
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = `More of ${link.effect.name}`;
  details.append(summary, ...rest);
  return [...made(true), details];
}

function button(label: string, name: string, enabled: boolean, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.setAttribute("aria-label", name);
  made.disabled = !enabled;
  made.addEventListener("click", act);
  return made;
}

/** The value is kept for the next start. It acts at once if the effect runs and can be controlled. */
function turn(link: Link, property: Property, value: string): void {
  link.values.set(property.name, value);
  showTexts();
  if (!running.has(link.id) || state() === "connecting") return;
  if (!property.live) byId("changed").hidden = false;
  else if (isNumber(property.type)) call.control(link.id, property.name, Number(value), RAMP);
  else call.polyControl(link.id, property.name, "string", value);
}

function add(kind: Kind, effect: EffectDescription): void {
  const start = effect.origin === "element" ? USED_FIRST[effect.name]?.start : undefined;
  change(kind, [...chains[kind], { effect, id: `fx${++count}`, values: new Map(Object.entries(start ?? {})) }]);
}

// ---- the call

const call: PageCall = new PageCall(
  {
    onLocalStream: (stream) => (direct.srcObject = stream),
    onTrack: (event) => through.show(event),
    onStarted: () => (byId("changed").hidden = true),
    onFinished() {
      direct.srcObject = null;
      through.clear();
      running.clear();
      byId("changed").hidden = true;
    },
    onClosed() {
      if (startAgain) start();
      startAgain = false;
    },
  },
  "Stopped.",
);

function start(): void {
  running.clear();
  for (const kind of KINDS) for (const link of chains[kind]) running.add(link.id);
  const { audio, video } = texts();
  // A server with tokens requires the names in the token.
  const name = query.get("interactionName") ?? randomName("play");
  void call.start({
    signalingUrl: signalingUrlFor(window.location.href),
    interactionName: name,
    userId: query.get("userId") ?? name,
    ...(query.has("token") ? { token: query.get("token") ?? "" } : { namespace: "play" }),
    size: 1,
    duration: SECONDS,
    recordingMode: "none",
    ...(audio && { audioFx: audio }),
    ...(video && { videoFx: video }),
  });
}

async function load(): Promise<void> {
  let answer = await fetch("effects.json");
  // The part of the server that lists effects may come later than its pages.
  while (answer.status === 503) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    answer = await fetch("effects.json");
  }
  const { effects } = (await answer.json()) as { effects: EffectDescription[] };
  for (const chooser of choosers) chooser.offer(effects);
  document.documentElement.dataset["catalogue"] = String(effects.length);
}

byId<HTMLFormElement>("settings").addEventListener("submit", (event) => {
  event.preventDefault();
  start();
});
byId("again").addEventListener("click", () => {
  startAgain = true;
  call.stop();
});
showTexts();
load().catch(() => show("error", "The server does not report its effects."));
