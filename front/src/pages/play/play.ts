import { PageCall, ThroughVideo } from "../shared/call.ts";
import { randomName, signalingUrlFor } from "../shared/form.ts";
import { byId, show, state } from "../shared/view.ts";
import { isNumber, knobs, moved, sliderRange, text, type EffectDescription, type Link, type Property } from "./chain.ts";

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
let effects: EffectDescription[] = [];
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
  about.textContent = link.effect.description || link.effect.title;
  const buttons = document.createElement("div");
  buttons.className = "buttons";
  buttons.append(
    button("Up", `Move ${link.effect.name} up`, index > 0, () => change(kind, moved(chains[kind], index, -1))),
    button("Down", `Move ${link.effect.name} down`, index < chains[kind].length - 1, () => change(kind, moved(chains[kind], index, 1))),
    button("Remove", `Remove ${link.effect.name}`, true, () => change(kind, chains[kind].filter((other) => other !== link))),
  );
  li.append(heading, about, buttons, ...knobs(link.effect).map((property) => knob(link, property)));
  return li;
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

function knob(link: Link, property: Property): HTMLElement {
  const row = document.createElement("div");
  row.className = "knob";
  const id = `${link.id}-${property.name}`;
  const label = document.createElement("label");
  label.htmlFor = id;
  label.textContent = property.name;
  label.title = property.description;
  const initial = link.values.get(property.name) ?? String(property.default ?? "");
  const set = (value: string): void => turn(link, property, value);
  row.append(label, ...fields(property, id, initial, set));
  return row;
}

function fields(property: Property, id: string, initial: string, set: (value: string) => void): HTMLElement[] {
  if (property.choices?.length) {
    const select = document.createElement("select");
    for (const choice of property.choices) select.add(new Option(choice));
    select.value = initial;
    select.id = id;
    select.addEventListener("change", () => set(select.value));
    return [select];
  }
  const field = document.createElement("input");
  field.id = id;
  if (!isNumber(property.type)) {
    field.type = "checkbox";
    field.checked = initial === "true";
    field.addEventListener("change", () => set(String(field.checked)));
    return [field];
  }
  field.type = "number";
  field.step = "any";
  field.value = initial;
  field.addEventListener("change", () => field.value !== "" && set(field.value));
  const range = sliderRange(property);
  if (!range) return [field];
  const slider = document.createElement("input");
  slider.type = "range";
  [slider.min, slider.max, slider.step] = [String(range.min), String(range.max), String(range.step)];
  slider.value = initial;
  slider.setAttribute("aria-label", `${property.name}, slider`);
  slider.addEventListener("input", () => {
    field.value = slider.value;
    set(slider.value);
  });
  field.addEventListener("change", () => (slider.value = field.value));
  return [slider, field];
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

function add(kind: Kind): void {
  const name = byId<HTMLSelectElement>(`${kind}-choice`).value;
  const effect = effects.find((one) => one.name === name);
  if (effect) change(kind, [...chains[kind], { effect, id: `fx${++count}`, values: new Map() }]);
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
  effects = ((await answer.json()) as { effects: EffectDescription[] }).effects;
  for (const kind of KINDS) {
    const select = byId<HTMLSelectElement>(`${kind}-choice`);
    const fitting = effects.filter((effect) => effect.kind === undefined || effect.kind === kind).sort((a, b) => a.name.localeCompare(b.name));
    for (const effect of fitting) select.add(new Option(effect.title && effect.title !== effect.name ? `${effect.name} – ${effect.title}` : effect.name, effect.name));
  }
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
for (const kind of KINDS) byId(`add-${kind}`).addEventListener("click", () => add(kind));
showTexts();
load().catch(() => show("error", "The server does not report its effects."));
