import "../shared/window.ts";
import type { DuckSoupEvent, DuckSoupPlayer } from "../../player/api.ts";
import { recorded } from "../shared/event-record.ts";
import { asQuery, namedFields, peerOptions, prefill, randomName } from "../shared/form.ts";
import { refusalSentence } from "../shared/refusals.ts";
import { cells } from "../shared/stats-table.ts";
import { byId, Countdown, show, showCells, showFiles, state } from "../shared/view.ts";
import { Tiles } from "./tiles.ts";

/** From Join to the end; what an earlier run still reports does not touch the page any more. */
interface Run {
  player: DuckSoupPlayer | null;
  leaving: boolean;
  others: Set<string>;
}

const direct = byId<HTMLVideoElement>("direct");
const settings = byId<HTMLFormElement>("settings");
const playButton = byId<HTMLButtonElement>("play");
const tiles = new Tiles(byId("stage"), () => (playButton.hidden = false));
const countdown = new Countdown();
let current: Run | null = null;
window.ducksoupEvents = [];

function finish(next: "ended" | "error", sentence: string): void {
  countdown.stop();
  direct.srcObject = null;
  tiles.clear();
  playButton.hidden = true;
  show(next, sentence);
}

function onEvent(run: Run, event: DuckSoupEvent): void {
  if (run !== current) return;
  window.ducksoupEvents.push(recorded(event, performance.now()));
  if (event.kind !== "stats") list(event);
  switch (event.kind) {
    case "local-stream":
      direct.srcObject = event.payload;
      return show("connecting", "Camera and microphone are open. Joining…");
    case "joined":
      // Told again when a lost socket was resumed: the call never stopped.
      if (state() === "connecting") sayWhoIsHere(run);
      return;
    case "other_joined":
      run.others.add(event.payload.userId);
      tiles.name(event.payload.streamId, event.payload.userId);
      return sayWhoIsHere(run);
    case "other_left":
      run.others.delete(event.payload.userId);
      tiles.away(event.payload.streamId);
      return sayWhoIsHere(run);
    case "track":
      return tiles.show(event.payload.streams[0] ?? new MediaStream([event.payload.track]));
    case "start":
      countdown.start(event.payload ?? Number(byId<HTMLInputElement>("duration").value));
      show("running", "Running.");
      return sayWhoIsHere(run);
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

function sayWhoIsHere({ others }: Run): void {
  const names = [...others].join(", ");
  const select = byId<HTMLSelectElement>("fxUser");
  select.replaceChildren(new Option("Mine", ""), ...[...others].map((userId) => new Option(userId)));
  if (state() === "connecting") show("connecting", names ? `Joined. Here: ${names}. Waiting for the start…` : "Joined. Waiting for the others…");
  else if (state() === "running") show("running", names ? `Running, with ${names}.` : "Running.");
}

/** One line per event, as a page's author would log it. */
function list(event: DuckSoupEvent): void {
  const item = document.createElement("li");
  const kind = document.createElement("code");
  kind.textContent = event.kind;
  item.append(kind, ` ${detail(event)}`);
  byId("events").append(item);
  byId("no-events").hidden = true;
}

function detail(event: DuckSoupEvent): string {
  switch (event.kind) {
    case "joined":
      return event.payload.context ?? "";
    case "other_joined":
    case "other_left":
      return event.payload.userId;
    case "track":
      return event.payload.track.kind;
    case "start":
      return event.payload === undefined ? "" : `${Math.round(event.payload)} s`;
    case "error":
      return event.payload.name;
    default:
      return "";
  }
}

function onClosed(run: Run): void {
  run.player = null;
  if (run.leaving) finish("ended", "You left.");
  else if (state() !== "ended" && state() !== "error") finish("error", "The connection to the server was lost.");
}

async function join(): Promise<void> {
  const run: Run = { player: null, leaving: false, others: new Set() };
  current = run;
  window.ducksoupEvents.length = 0;
  // Read before the fields are disabled: disabled fields are not part of a form's data.
  const form = new FormData(settings);
  const options = peerOptions(form, window.location.href);
  const query = asQuery(form);
  // A reload finds the same names, and so the same seat; and joins at once if it was opened that way.
  if (new URLSearchParams(window.location.search).has("autostart")) query.set("autostart", "1");
  window.history.replaceState(null, "", `?${query}`);
  byId("own-name").textContent = options.userId;
  tiles.unnamed = options.size === 1 ? "You, through the server" : "Another participant";
  byId("events").replaceChildren();
  showFiles(null);
  showCells({});
  show("connecting", "Opening camera and microphone…");
  run.player = await window.DuckSoup.render({ callback: (event) => onEvent(run, event), stats: true }, options);
  if (run.leaving) run.player.stop();
}

function leave(): void {
  if (!current) return;
  current.leaving = true;
  if (current.player) current.player.stop();
  else finish("ended", "You left.");
}

settings.addEventListener("submit", (event) => {
  event.preventDefault();
  void join();
});

byId("stop").addEventListener("click", leave);

byId("effect").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = new FormData(event.target as HTMLFormElement);
  const [name, property] = [String(form.get("fxName")), String(form.get("fxProperty"))];
  const [value, duration] = [Number(form.get("fxValue")), Number(form.get("fxDuration"))];
  current?.player?.controlFx(name, property, value, duration, String(form.get("fxUser")));
});

playButton.addEventListener("click", () => {
  playButton.hidden = true;
  tiles.playAll();
});

// The address is made when the link is used: the same interaction, another participant.
const another = byId<HTMLAnchorElement>("another");
for (const moment of ["pointerdown", "focus", "click"]) {
  another.addEventListener(moment, () => {
    const fields = byId<HTMLFieldSetElement>("options");
    const wasDisabled = fields.disabled;
    fields.disabled = false;
    const query = asQuery(new FormData(settings));
    fields.disabled = wasDisabled;
    query.delete("userId");
    another.href = `?${query}`;
  });
}

byId<HTMLInputElement>("interactionName").value = randomName("interaction");
byId<HTMLInputElement>("userId").value = randomName("user");
if (prefill(new URLSearchParams(window.location.search), namedFields())) settings.requestSubmit();
