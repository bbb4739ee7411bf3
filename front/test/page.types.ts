// Compiled by `npm run check`, never run: a lab's page written against the public types.
import { render, type DuckSoupEvent } from "../src/player/index.ts";

function onEvent(event: DuckSoupEvent): string {
  switch (event.kind) {
    case "local-stream": return event.payload.id;
    case "joined": return event.payload.context ?? "";
    case "other_joined":
    case "other_left": return event.payload.userId;
    case "track": return event.payload.track.id;
    case "start": return String(event.payload?.toFixed());
    case "files": return Object.values(event.payload).flat().join();
    case "stats": return event.payload.videoUp;
    case "error": return event.payload.message;
    case "error-join":
    case "error-duplicate":
    case "error-full":
    case "error-aborted":
    case "error-peer-connection": return event.payload?.message ?? event.kind;
    case "ending":
    case "end":
    case "closed": return event.kind;
    default: {
      const forgotten: never = event;
      return forgotten;
    }
  }
}

const peer = { signalingUrl: "wss://ducksoup.example/ws", interactionName: "trial", userId: "ann" };

export async function page(root: HTMLElement): Promise<void> {
  const player = await render({ mountEl: root, callback: ({ kind, payload }) => console.log(kind, payload), stats: true }, peer);
  player.controlFx("fx", "pitch", 1.1, 500);
  await render(root, { ...peer, videoFormat: "VP8", logLevel: 0 }, { callback: onEvent });
  // @ts-expect-error userId is required
  await render({ mountEl: root }, { signalingUrl: "", interactionName: "" });
  // @ts-expect-error no such format
  await render({ mountEl: root }, { ...peer, videoFormat: "AV1" });
}
