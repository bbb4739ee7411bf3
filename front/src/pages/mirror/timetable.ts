import { clock } from "../shared/words.ts";

/** A line of the timetable of a trial, as the server says it. */
export interface TrialStep {
  /** Seconds since the start; null if it depends on what people do. */
  at: number | null;
  when: string;
  step: string;
  repetition: number;
  acts: { text: string; done: boolean }[];
  /** The role that the step waits for and that nobody plays. */
  awaits: string | null;
}

/** Of a step: over, under way, the next one, later, when somebody does something, or never. */
export type StepState = "past" | "now" | "next" | "later" | "open" | "never";

/**
 * Where each step is.
 *
 * @param elapsed seconds since the start; null before
 */
export function stepStates(steps: readonly TrialStep[], elapsed: number | null): StepState[] {
  const times = steps.flatMap(({ at }) => (at === null ? [] : [at]));
  const begun = Math.max(-1, ...times.filter((at) => elapsed !== null && at <= elapsed));
  const next = Math.min(Infinity, ...times.filter((at) => elapsed === null || at > elapsed));
  return steps.map(({ at, awaits }) => {
    if (awaits !== null) return "never";
    if (at === null) return "open";
    if (at === begun) return "now";
    if (at < begun) return "past";
    return at === next ? "next" : "later";
  });
}

/** What a state means, for the list. */
export const STATE_WORDS: Record<StepState, string> = { past: "over", now: "under way", next: "next", later: "", open: "when it happens", never: "never" };

/** The sentence above the timetable. */
export function progressSentence(steps: readonly TrialStep[], elapsed: number | null): string {
  if (elapsed === null) return "It begins when the call does.";
  const next = steps[stepStates(steps, elapsed).indexOf("next")];
  const now = `${clock(Math.floor(elapsed))} since the start.`;
  return next?.at == null ? `${now} No step with a time is left.` : `${now} ${nameOf(next)} in ${clock(next.at - elapsed)}.`;
}

export function nameOf({ step, repetition }: TrialStep): string {
  return repetition > 1 ? `${step} #${repetition}` : step;
}

/** Why a step never happens; an empty text if it may. */
export function neverSentence({ awaits }: TrialStep): string {
  return awaits === null ? "" : `Nobody plays ${awaits} here, so this does not happen.`;
}
