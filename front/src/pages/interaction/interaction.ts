import type { DuckSoupEvent } from "../../player/api.ts";
import { connectEffectForm, PageCall } from "../shared/call.ts";
import { followDevices, listDevices } from "../shared/devices.ts";
import { asQuery, namedFields, peerOptions, prefill, randomName } from "../shared/form.ts";
import { byId, show, state } from "../shared/view.ts";
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
    },
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

function join(): void {
  // Read before the fields are disabled: disabled fields are not part of a form's data.
  const form = new FormData(settings);
  const options = peerOptions(form, window.location.href);
  const query = asQuery(form);
  // A reload keeps the names, and so the seat. It joins at once if the page was opened that way.
  if (new URLSearchParams(window.location.search).has("autostart")) query.set("autostart", "1");
  window.history.replaceState(null, "", `?${query}`);
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

// The address is made when the link is used. It has the same interaction and another participant.
const another = byId<HTMLAnchorElement>("another");
for (const moment of ["pointerdown", "focus", "click"]) {
  another.addEventListener(moment, () => {
    const fields = byId<HTMLFieldSetElement>("options");
    const wasDisabled = fields.disabled;
    fields.disabled = false;
    const query = asQuery(new FormData(settings));
    fields.disabled = wasDisabled;
    query.delete("userId");
    // The token is valid for one participant only.
    query.delete("token");
    another.href = `?${query}`;
  });
}

byId<HTMLInputElement>("interactionName").value = randomName("interaction");
byId<HTMLInputElement>("userId").value = randomName("user");
if (prefill(new URLSearchParams(window.location.search), namedFields())) settings.requestSubmit();
