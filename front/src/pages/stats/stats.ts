import { byId } from "../shared/view.ts";
import { say } from "./elements.ts";
import { processor, sentence, type ServerFigures, type Update } from "./figures.ts";
import { InteractionView } from "./interaction-view.ts";
import { followRecordings, load } from "./recordings-view.ts";
import type { Study } from "./study.ts";

/** A frame of the feed. */
interface Frame {
  kind: string;
  payload: Update;
  study?: Record<string, Study>;
  server?: ServerFigures;
}

const views = new Map<string, InteractionView>();
let silence: number | undefined;
let failures = 0;

function tell(state: string, sentence: string): void {
  document.documentElement.dataset["state"] = state;
  say(byId("status"), sentence);
}

function show(update: Update, study: Record<string, Study> = {}, server?: ServerFigures): void {
  for (const [name, view] of views) {
    if (!(name in update)) {
      view.element.remove();
      views.delete(name);
      void load();
    }
  }
  for (const [name, tracks] of Object.entries(update)) {
    let view = views.get(name);
    if (!view) {
      view = new InteractionView(name);
      views.set(name, view);
      byId("interactions").append(view.element);
    }
    view.show(tracks, study[name]);
  }
  const count = Object.keys(update).length;
  tell(count ? "running" : "idle", sentence(count));
  byId("server").textContent = processor(server);
  // The feed sends nothing while there is no interaction.
  window.clearTimeout(silence);
  if (count) silence = window.setTimeout(() => show({}), 3000);
}

function connect(): void {
  const url = new URL("../ws?type=stats", window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  socket.addEventListener("open", () => {
    failures = 0;
    show({});
  });
  socket.addEventListener("message", (event: MessageEvent<string>) => {
    const { kind, payload, study, server } = JSON.parse(event.data) as Frame;
    if (kind === "update") show(payload, study, server);
  });
  socket.addEventListener("close", (event) => {
    if (event.code === 1008) return tell("error", `Not available: ${event.reason}.`);
    show({});
    failures += 1;
    // A browser does not tell a script the reason. The login of a page that was open for a day also expires.
    const help = failures > 5 ? " Reload the page if this lasts: the login may have expired." : "";
    tell("connecting", `The server does not answer. Trying again…${help}`);
    window.setTimeout(connect, 2000);
  });
}

connect();
followRecordings();
