// A lab's page written against the npm package: compiled by `package.test.ts`, never run.
import { render, type DuckSoupEvent } from "ducksoup";
import { run, type PreflightReport } from "ducksoup/preflight";

function onEvent(event: DuckSoupEvent): string {
  switch (event.kind) {
    case "local-stream": return event.payload.id;
    case "joined": return event.payload.context ?? "";
    case "other_joined":
    case "other_left": return event.payload.userId;
    case "track": return event.payload.track.id;
    case "start": return String(event.payload?.toFixed());
    case "extended": return event.payload.toFixed();
    case "message": return event.payload.text;
    case "files": return Object.values(event.payload).flat().join();
    case "stats": return event.payload.videoUp;
    case "error": return event.payload.message;
    case "error-join":
    case "error-duplicate":
    case "error-full":
    case "error-aborted":
    case "error-peer-connection": return event.payload?.message ?? event.kind;
    case "device-muted":
    case "device-unmuted":
    case "device-lost":
    case "device-back": return event.payload.reason === "revoked" ? event.payload.kind : event.payload.message;
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
  player.mark("stimulus", { face: 12 });
  await render({ mountEl: root }, { ...peer, plan: "dyad-2", role: "speaker" });
  // @ts-expect-error userId is required
  await render({ mountEl: root }, { signalingUrl: "", interactionName: "" });
  await render({ mountEl: root }, { ...peer, contentHint: { video: "detail" }, degradationPreference: "maintain-resolution", deviceLabels: false });
  // @ts-expect-error no such format
  await render({ mountEl: root }, { ...peer, videoFormat: "AV1" });
}

/** A page uses the name of an error in its script, and shows the message to the participant. */
export function onFailure(event: Extract<DuckSoupEvent, { kind: "error" }>): string {
  return event.payload.name === "NotAllowedError" ? "consent" : event.payload.message;
}

// @ts-expect-error a start has no recordings
export const wrong = (event: DuckSoupEvent): string[] | undefined => event.kind === "start" && event.payload["ann"];

// The script at the manual's path adds these to the window.
window.DuckSoup.render({ callback: onEvent }, peer).then((player) => player.polyControlFx("fx", "seed", "uint64", 18446744073709551615n));

// The check before a call.
export async function headphonesNeeded(): Promise<boolean> {
  const report: PreflightReport = await run({ peerOptions: { signalingUrl: "wss://ducksoup-host.com/ws", userId: "p-23" } });
  return report.verdict !== "fail" && report.checks.some(({ name, verdict }) => name === "echo" && verdict !== "pass");
}
