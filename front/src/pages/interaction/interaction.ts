import type { DuckSoupEvent } from "../../player/api.ts";
import { connectEffectForm, PageCall } from "../shared/call.ts";
import { followDevices, listDevices } from "../shared/devices.ts";
import { asQuery, namedFields, peerOptions, prefill, randomName } from "../shared/form.ts";
import { byId, show, state } from "../shared/view.ts";
import { invitations, openedSentence, openLabel, runningSentence, waitingSentence, type Invitation } from "./others.ts";
import { Tiles } from "./tiles.ts";

const direct = byId<HTMLVideoElement>("direct");
const settings = byId<HTMLFormElement>("settings");
const playButton = byId<HTMLButtonElement>("play");
const tiles = new Tiles(byId("stage"), () => (playButton.hidden = false));
const others = new Set<string>();

const call = new PageCall(
  {
    onLocalStream(stream) {
      direct.srcObject = stream;
      void listDevices();
    },
    onTrack: (event) => tiles.show(event.streams[0] ?? new MediaStream([event.track])),
    onFinished() {
      direct.srcObject = null;
      tiles.clear();
      others.clear();
    },
    onClosed: offerOthers,
    onEvent: list,
    onJoined: sayWhoIsHere,
    onStarted: sayWhoIsHere,
    onOther(kind, { userId, streamId }) {
      if (kind === "other_joined") {
        others.add(userId);
        tiles.name(streamId, userId);
      } else {
        others.delete(userId);
        tiles.away(streamId);
      }
      sayWhoIsHere();
    },
  },
  "You left.",
);

function sayWhoIsHere(): void {
  const select = byId<HTMLSelectElement>("fxUser");
  select.replaceChildren(new Option("Mine", ""), ...[...others].map((userId) => new Option(userId)));
  if (state() === "connecting") show("connecting", waitingSentence([...others], size()));
  else if (state() === "running") show("running", runningSentence([...others]));
  offerOthers();
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
      return [event.payload.context, event.payload.waitSeconds === undefined ? "" : `waits ${event.payload.waitSeconds} s`].filter(Boolean).join(", ");
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

function join(): void {
  // Read before the fields are disabled: disabled fields are not part of a form's data.
  const form = new FormData(settings);
  const options = peerOptions(form, window.location.href);
  const address = asQuery(form);
  // A reload keeps the names, and so the seat. It joins at once if the page was opened that way.
  if (new URLSearchParams(window.location.search).has("autostart")) address.set("autostart", "1");
  window.history.replaceState(null, "", `?${address}`);
  byId("own-name").textContent = options.userId;
  tiles.unnamed = options.size === 1 ? "You, through the server" : "Another participant";
  byId("events").replaceChildren();
  others.clear();
  void call.start(options);
}

settings.addEventListener("submit", (event) => {
  event.preventDefault();
  try {
    join();
  } catch (cause) {
    show("error", (cause as Error).message);
  }
});
connectEffectForm(call);
followDevices();

playButton.addEventListener("click", () => {
  playButton.hidden = true;
  tiles.playAll();
});

/** 0 if the page does not know it, because a plan decides on it: then each participant opens the page with another role. */
function size(): number {
  if (byId<HTMLInputElement>("plan").value.trim() !== "") return 0;
  return Number(byId<HTMLInputElement>("size").value) || 1;
}

/** The form's contents, also while its fields are disabled. */
function query(): URLSearchParams {
  const fields = byId<HTMLFieldSetElement>("options");
  const wasDisabled = fields.disabled;
  fields.disabled = false;
  const contents = asQuery(new FormData(settings));
  fields.disabled = wasDisabled;
  return contents;
}

function missing(): Invitation[] {
  return invitations(query(), [byId<HTMLInputElement>("userId").value, ...others], size());
}

function offerOthers(): void {
  const count = missing().length;
  const waits = count > 0 && state() !== "running" && state() !== "ending";
  byId("open").hidden = !waits;
  byId("open-others").textContent = openLabel(count);
}

/** One click joins here, if that is not done yet, and opens a window for each participant who is missing. */
function openOthers(): void {
  if (!settings.reportValidity()) return;
  const wanted = missing();
  const opened = wanted.filter(({ userId, url }) => window.open(url, `ducksoup-${userId}`) !== null).length;
  byId("opened").textContent = openedSentence(opened, wanted.length);
  if (state() !== "connecting") settings.requestSubmit();
}

byId("open-others").addEventListener("click", openOthers);
settings.addEventListener("input", offerOthers);

// The address is made when the link is used. It has the same interaction and another participant.
const another = byId<HTMLAnchorElement>("another");
for (const moment of ["pointerdown", "focus", "click"]) {
  another.addEventListener(moment, () => {
    const address = query();
    address.delete("userId");
    // The token is valid for one participant only, and so is the role in a plan.
    address.delete("token");
    address.delete("role");
    another.href = `?${address}`;
  });
}

byId<HTMLInputElement>("interactionName").value = randomName("interaction");
byId<HTMLInputElement>("userId").value = randomName("user");
const autostart = prefill(new URLSearchParams(window.location.search), namedFields());
offerOthers();
if (autostart) settings.requestSubmit();
