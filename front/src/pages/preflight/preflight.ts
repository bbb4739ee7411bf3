import type { PeerOptions } from "../../player/api.ts";
import type { PreflightLibrary, PreflightReport } from "../../preflight/api.ts";
import { signalingUrlFor } from "../shared/form.ts";
import { byId } from "../shared/view.ts";
import { optionsFromQuery, receiver } from "./query.ts";

declare global {
  interface Window {
    DuckSoupPreflight: PreflightLibrary;
    ducksoupPreflight: PreflightReport | null;
  }
}

const startButton = byId<HTMLButtonElement>("start");
const downloadButton = byId<HTMLButtonElement>("download");
const query = new URLSearchParams(window.location.search);
window.ducksoupPreflight = null;

/** Sends the result to the experiment's page that has opened this one, or contains it in a frame, and to no other. */
function post(report: PreflightReport): void {
  const origin = receiver(query, window.location.origin);
  const page: Window | null = window.opener ?? (window.parent === window ? null : window.parent);
  page?.postMessage(report, origin);
}

function show(state: string, sentence: string): void {
  document.documentElement.dataset["state"] = state;
  byId("status").textContent = sentence;
}

async function start(): Promise<void> {
  startButton.disabled = true;
  downloadButton.hidden = byId("raw").hidden = true;
  show("running", "Running.");
  const report = await window.DuckSoupPreflight.run({
    mountEl: byId("check"),
    peerOptions: { ...optionsFromQuery(query), signalingUrl: signalingUrlFor(window.location.href) } as PeerOptions,
  });
  window.ducksoupPreflight = report;
  byId("json").textContent = JSON.stringify(report, null, 2);
  startButton.disabled = downloadButton.hidden = byId("raw").hidden = false;
  startButton.textContent = "Check again";
  // A disabled button has lost the focus.
  if (document.activeElement === document.body) startButton.focus();
  show("ended", "Done.");
  post(report);
}

function download(): void {
  const link = document.createElement("a");
  const url = URL.createObjectURL(new Blob([byId("json").textContent ?? ""], { type: "application/json" }));
  link.href = url;
  link.download = `preflight-${window.ducksoupPreflight?.userId ?? ""}.json`;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 1000);
}

startButton.addEventListener("click", () => void start());
downloadButton.addEventListener("click", download);
