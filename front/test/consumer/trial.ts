// A lab's experiment written against the packages: compiled by `package.test.ts`, never run.
import { run, type CallReport } from "ducksoup/call";
import { initJsPsych, type JsPsych } from "jspsych";
import DuckSoupPlugin, { type DuckSoupTrialData } from "jspsych-plugin-ducksoup";

const jsPsych: JsPsych = initJsPsych();

export const trial = {
  type: DuckSoupPlugin,
  signalingUrl: "wss://ducksoup.example/ws", interactionName: "trial", userId: "ann", size: 2, audioFx: "pitch pitch=0.8",
  on_finish: (data: DuckSoupTrialData) => (data.reason === "completed" ? data.files.length : data.cause.length),
};

export const everything = jsPsych.run([trial]);

export async function step(root: HTMLElement): Promise<string> {
  const peerOptions = { signalingUrl: "wss://ducksoup.example/ws", interactionName: "trial", userId: "ann" };
  const report: CallReport = await run({ mountEl: root, peerOptions, texts: { goOn: "Weiter", others_missing: "Leider …" } });
  // @ts-expect-error no such reason
  if (report.reason === "lunch") return "";
  window.DuckSoupCall.run({ mountEl: root, peerOptions, onEnd: ({ talked }) => console.log(talked) });
  return report.reason;
}
