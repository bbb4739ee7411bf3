import type { DuckSoupEvent, DuckSoupPlayer } from "../../player/api.ts";
import "../shared/window.ts";
import { recorded } from "../shared/event-record.ts";
import { namedFields, peerOptions, prefill, randomName } from "../shared/form.ts";
import { refusalSentence } from "../shared/refusals.ts";
import { cells } from "../shared/stats-table.ts";
import { byId, Countdown, show, showCells, showFiles, state } from "../shared/view.ts";

/** From Start to the end; what an earlier run still reports does not touch the page any more. */
interface Run {
  player: DuckSoupPlayer | null;
  leaving: boolean;
}

const direct = byId<HTMLVideoElement>("direct");
const through = byId<HTMLVideoElement>("through");
const settings = byId<HTMLFormElement>("settings");
const playButton = byId<HTMLButtonElement>("play");
const interactionName = byId<HTMLInputElement>("interactionName");
const countdown = new Countdown();
let ownName = "";
let current: Run | null = null;
window.ducksoupEvents = [];

/** An ended interaction's name is taken for some seconds, so a name the page made up is made up anew. */
function proposeName(): void {
  if (interactionName.value !== ownName) return;
  ownName = randomName("mirror");
  interactionName.value = ownName;
}

function finish(next: "ended" | "error", sentence: string): void {
  countdown.stop();
  direct.srcObject = through.srcObject = null;
  playButton.hidden = true;
  show(next, sentence);
}

function play(): void {
  playButton.hidden = true;
  through.play().catch((cause: DOMException) => {
    if (cause.name === "NotAllowedError") playButton.hidden = false;
  });
}

function onEvent(run: Run, event: DuckSoupEvent): void {
  if (run !== current) return;
  window.ducksoupEvents.push(recorded(event, performance.now()));
  switch (event.kind) {
    case "local-stream":
      direct.srcObject = event.payload;
      return show("connecting", "Camera and microphone are open. Joining…");
    case "joined":
      // Told again when a lost socket was resumed: the picture never stopped.
      if (state() !== "connecting") return;
      return show("connecting", "Joined. Waiting for your media to reach the server…");
    case "track":
      through.srcObject = event.payload.streams[0] ?? new MediaStream([event.payload.track]);
      return play();
    case "start":
      countdown.start(event.payload ?? Number(byId<HTMLInputElement>("duration").value));
      return show("running", "Running.");
    case "ending":
      return show("ending", "Ending soon.");
    case "files":
      showFiles(event.payload);
      return finish("ended", "Ended.");
    case "end":
      return finish("ended", "Ended.");
    case "stats":
      return showCells(cells(event.payload));
    case "error":
      return finish("error", event.payload.message);
    case "closed":
      return onClosed(run);
    default: {
      const sentence = refusalSentence(event.kind, event.payload);
      if (sentence !== undefined) finish("error", sentence);
    }
  }
}

function onClosed(run: Run): void {
  run.player = null;
  if (run.leaving) finish("ended", "Stopped.");
  else if (state() !== "ended" && state() !== "error") finish("error", "The connection to the server was lost.");
  proposeName();
}

async function start(): Promise<void> {
  const run: Run = { player: null, leaving: false };
  current = run;
  window.ducksoupEvents.length = 0;
  // Read before the fields are disabled: disabled fields are not part of a form's data.
  const options = { ...peerOptions(new FormData(settings), window.location.href), size: 1 };
  showFiles(null);
  showCells({});
  show("connecting", "Opening camera and microphone…");
  run.player = await window.DuckSoup.render({ callback: (event) => onEvent(run, event), stats: true }, options);
  if (run.leaving) run.player.stop();
}

function stop(): void {
  if (!current) return;
  current.leaving = true;
  if (current.player) current.player.stop();
  else finish("ended", "Stopped.");
}

settings.addEventListener("submit", (event) => {
  event.preventDefault();
  void start();
});

byId("stop").addEventListener("click", stop);

byId("effect").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = new FormData(event.target as HTMLFormElement);
  const [name, property] = [String(form.get("fxName")), String(form.get("fxProperty"))];
  current?.player?.controlFx(name, property, Number(form.get("fxValue")), Number(form.get("fxDuration")));
});

playButton.addEventListener("click", play);

ownName = interactionName.value = randomName("mirror");
byId<HTMLInputElement>("userId").value = randomName("user");
const autostart = prefill(new URLSearchParams(window.location.search), namedFields());
if (autostart) settings.requestSubmit();
