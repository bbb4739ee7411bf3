import { ParameterType, type JsPsych, type JsPsychPlugin, type TrialType } from "jspsych";
import type { CallReport, CallTexts } from "../call/api.ts";
import { run } from "../call/run.ts";
import type { DuckSoupEvent, PeerOptions } from "../player/api.ts";
import { simulated } from "./simulated.ts";

const text = <const>{ type: ParameterType.STRING, default: null };
const whole = <const>{ type: ParameterType.INT, default: null };
const yesOrNo = <const>{ type: ParameterType.BOOL, default: null };
const object = <const>{ type: ParameterType.OBJECT, default: null };

/** The options of the player, under the player's names. `null` is the player's own default. */
const OPTIONS = <const>{
  /** Address of the server's socket, for instance `"wss://ducksoup-host.com/ws"`. */
  signalingUrl: { type: ParameterType.STRING, default: undefined },
  /** Participants with the same name meet. */
  interactionName: { type: ParameterType.STRING, default: undefined },
  /** Unique within the interaction. */
  userId: { type: ParameterType.STRING, default: undefined },
  /** Participants, 1 to 8; 1 is a mirror. */
  size: whole,
  /** Seconds, 1 to 1200. */
  duration: whole,
  namespace: text,
  /** A plan of the server, which then decides on size, duration, effects, picture and recording. */
  plan: text,
  /** The participant's role in the plan. */
  role: text,
  audioFx: text,
  videoFx: text,
  recordingMode: text,
  videoFormat: text,
  audioOnly: yesOrNo,
  width: whole,
  height: whole,
  frameRate: whole,
  audio: object,
  video: object,
  rtcConfig: object,
  contentHint: { type: ParameterType.COMPLEX, default: null },
  degradationPreference: text,
  deviceLabels: yesOrNo,
  gpu: yesOrNo,
  overlay: yesOrNo,
  token: text,
  logLevel: whole,
};

const info = <const>{
  name: "ducksoup",
  version: "1.0.0-SNAPSHOT",
  parameters: {
    ...OPTIONS,
    /** Sentences in place of the English ones. */
    texts: object,
    /** Shows a button with which the participant can leave the call at any time. */
    canLeave: { type: ParameterType.BOOL, default: false },
    /** Seconds until the call must have started, with the questions of the browser. */
    startWithin: { type: ParameterType.INT, default: 120 },
    /** Called with every event of the player. */
    callback: { type: ParameterType.FUNCTION, default: null },
  },
  data: {
    /** How the call ended, for instance `"completed"` or `"others_missing"`. */
    reason: { type: ParameterType.STRING },
    /** The last event of the player, for instance `"end"` or `"error-aborted"`. */
    event: { type: ParameterType.STRING },
    /** The name of an `error`, the key of a refusal, or the value of an early end. */
    cause: { type: ParameterType.STRING },
    message: { type: ParameterType.STRING },
    interactionName: { type: ParameterType.STRING },
    userId: { type: ParameterType.STRING },
    /** The paths of this participant's recordings on the server. */
    files: { type: ParameterType.STRING, array: true },
    /** Milliseconds that the server has announced at the start. */
    planned: { type: ParameterType.INT },
    /** Milliseconds until the call started, or until its end if it did not start. */
    waited: { type: ParameterType.INT },
    /** Milliseconds from the start to the end. */
    talked: { type: ParameterType.INT },
    /** How often a lost connection was taken up again. */
    reconnections: { type: ParameterType.INT },
    /** How often another participant was away or left. */
    absences: { type: ParameterType.INT },
    /** How often camera or microphone failed. */
    deviceFailures: { type: ParameterType.INT },
    /** What happened in the call, with milliseconds since its begin. */
    events: { type: ParameterType.COMPLEX, array: true, nested: { t: { type: ParameterType.INT }, kind: { type: ParameterType.STRING }, detail: { type: ParameterType.STRING } } },
  },
  citations: {
    apa: "DuckSoup for Java (Version 1.0.0-SNAPSHOT) [Computer software].",
    bibtex: "@software{ducksoup_java, title = {DuckSoup for Java}, version = {1.0.0-SNAPSHOT}}",
  },
};

type Info = typeof info;

/** What the trial adds to jsPsych's data. */
export type DuckSoupTrialData = Omit<CallReport, "kind" | "version">;

/** A call as a trial of jsPsych 7 or 8. It ends at every end of the call, and its data say how the call ended. */
export default class DuckSoupPlugin implements JsPsychPlugin<Info> {
  static readonly info = info;

  constructor(private readonly jsPsych: JsPsych) {}

  trial(displayElement: HTMLElement, trial: TrialType<Info>): void {
    const mountEl = document.createElement("div");
    displayElement.replaceChildren(mountEl);
    void run({
      mountEl,
      peerOptions: optionsOf(trial),
      texts: (trial.texts ?? {}) as Partial<CallTexts>,
      canLeave: trial.canLeave === true,
      buttonClass: "jspsych-btn",
      startWithin: trial.startWithin ?? 120,
      callback: (event: DuckSoupEvent) => trial.callback?.(event),
    }).then((report) => {
      // jsPsych itself has ended the trial, and another may be running.
      if (!mountEl.isConnected) return;
      mountEl.remove();
      this.jsPsych.finishTrial(dataOf(report));
    });
  }

  /** For jsPsych's simulation: a call that is completed, without a server. Both modes are the same. */
  simulate(trial: TrialType<Info>, _mode: string, options: { data?: object }, onLoad: () => void): void {
    onLoad();
    this.jsPsych.finishTrial({ ...dataOf(simulated(optionsOf(trial))), ...options.data });
  }
}

/** The player knows the defaults, so what is not given is left out. */
function optionsOf(trial: TrialType<Info>): PeerOptions {
  const given = Object.keys(OPTIONS).map((name) => [name, trial[name]] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== null && value !== undefined)) as unknown as PeerOptions;
}

function dataOf({ kind, version, ...data }: CallReport): DuckSoupTrialData {
  return data;
}

/** The trial takes each option of the player, except for the second spelling of `frameRate` and the one that is for operators. */
type Missing = Exclude<keyof PeerOptions, keyof typeof OPTIONS | "framerate" | "trial">;
const COMPLETE: [Missing] extends [never] ? true : Missing = true;
void COMPLETE;
