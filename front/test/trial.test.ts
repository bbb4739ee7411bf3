import assert from "node:assert/strict";
import { test } from "node:test";
import { nameOf, neverSentence, progressSentence, stepStates, type TrialStep } from "../src/pages/mirror/timetable.ts";

function step(at: number | null, name: string, more: Partial<TrialStep> = {}): TrialStep {
  return { at, when: at === null ? "speech of a" : `0:0${at}.000`, step: name, repetition: 1, acts: [], awaits: null, ...more };
}

const STEPS = [step(2, "lower"), step(5, "pulse"), step(5, "hint"), step(8, "pulse", { repetition: 2 }), step(null, "answer"), step(null, "quiet", { awaits: "b" })];

test("the step that is under way is marked as time passes", () => {
  assert.deepEqual(stepStates(STEPS, null), ["next", "later", "later", "later", "open", "never"]);
  assert.deepEqual(stepStates(STEPS, 1.99), ["next", "later", "later", "later", "open", "never"]);
  assert.deepEqual(stepStates(STEPS, 2), ["now", "next", "next", "later", "open", "never"]);
  assert.deepEqual(stepStates(STEPS, 5.1), ["past", "now", "now", "next", "open", "never"]);
  assert.deepEqual(stepStates(STEPS, 80), ["past", "past", "past", "now", "open", "never"]);
  assert.deepEqual(stepStates([], 1), []);
});

test("a sentence says what comes next", () => {
  assert.equal(progressSentence(STEPS, null), "It begins when the call does.");
  assert.equal(progressSentence(STEPS, 2.4), "0:02 since the start. pulse in 0:03.");
  assert.equal(progressSentence(STEPS, 6), "0:06 since the start. pulse #2 in 0:02.");
  assert.equal(progressSentence(STEPS, 61.5), "1:01 since the start. No step with a time is left.");
  assert.equal(nameOf(step(1, "x", { repetition: 3 })), "x #3");
});

test("what nobody is there for is said", () => {
  assert.equal(neverSentence(step(null, "quiet", { awaits: "b" })), "Nobody plays b here, so this does not happen.");
  assert.equal(neverSentence(step(1, "hint")), "");
});
