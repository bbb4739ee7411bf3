import assert from "node:assert/strict";
import { test } from "node:test";
import { diskSentence, fileCells, runSentence, type RecordedRun } from "../src/pages/stats/recordings.ts";
import { effectsTold, incidentsTitle, incidentTold, missingSentence, newestIncidents, presenceTold, progress, recordingTold, serverTold, type Participant, type Study } from "../src/pages/stats/study.ts";

const study = (members: Partial<Study>): Study => ({ state: "running", recording: { state: "running", users: [] }, incidentCount: 0, incidents: [], ...members });
const ann: Participant = { userId: "ann", presence: "present", connections: 1, missing: [], controls: {} };

test("an interaction says how long it goes on", () => {
  assert.equal(progress(study({ remaining: 42.2 })), "Running, 0:43 left.");
  assert.equal(progress(study({ state: "ending", remaining: 9 })), "Running, 0:09 left.");
  assert.equal(progress(study({ state: "waiting", remaining: 120 })), "Waiting for participants. It will last 2:00.");
  assert.equal(progress(study({ state: "unknown" })), "Does not answer.");
  assert.equal(progress(study({ state: "ended" })), "Ended.");
});

test("an interaction says on which of several servers it lives", () => {
  assert.equal(serverTold(study({ server: "10.0.0.2:5701" })), "On 10.0.0.2:5701.");
  assert.equal(serverTold(study({})), "");
});

test("whether it is recorded is said in words, and who is not", () => {
  const told = (state: Study["recording"]["state"], ...users: string[]): unknown => Object.values(recordingTold(study({ recordingMode: "muxed", recording: { state, users } })));
  assert.deepEqual(told("running"), ["Recording (muxed).", "good"]);
  assert.deepEqual(told("not_begun"), ["Recording begins with the start (muxed).", "quiet"]);
  assert.deepEqual(told("off"), ["Not recorded.", "warn"]);
  assert.deepEqual(told("failed", "ann", "bob"), ["Recording has failed for ann and bob.", "bad"]);
  assert.deepEqual(told("stalled", "ann"), ["The disk or the recorder does not answer for ann: what comes waits in memory.", "warn"]);
  assert.deepEqual(told("incomplete"), ["Recorded; some files are not complete.", "bad"]);
  assert.equal(recordingTold(study({ participants: [{ ...ann, presence: "away" }] })).text, "Nothing is recorded while nobody is there.");
  assert.equal(recordingTold(study({ participants: [ann, { ...ann, presence: "away" }] })).tone, "good");
  assert.equal(recordingTold(study({ recordingMode: "none", recording: { state: "not_begun", users: [] } })).text, "Will not be recorded.");
});

test("a participant has a presence, effects, and the values that were set live", () => {
  assert.deepEqual(presenceTold(ann, "running"), { text: "is here", tone: "good" });
  assert.deepEqual(presenceTold({ ...ann, presence: "away" }, "running"), { text: "has left", tone: "bad" });
  assert.equal(presenceTold({ ...ann, connections: 2 }, "running").text, "is here, came back once");
  assert.deepEqual(presenceTold({ ...ann, missing: ["video", "effect"] }, "waiting"), { text: "is here, without video and effect yet", tone: "warn" });
  const changed = { ...ann, audioFx: "pitch pitch=0.8 name=fx", controls: { "fx.pitch": 1.2 } };
  assert.equal(effectsTold(changed), "voice: pitch pitch=0.8 name=fx · now fx.pitch = 1.2");
  assert.equal(effectsTold(ann), "");
});

test("while it waits it says who is missing", () => {
  assert.equal(missingSentence(study({ state: "waiting", size: 3, participants: [ann] })), "2 more participants must come.");
  assert.equal(missingSentence(study({ state: "waiting", size: 1, participants: [ann] })), "");
  assert.equal(missingSentence(study({ size: 3, participants: [ann] })), "");
});

test("an incident is a line with its time, and an unknown one has the log's name", () => {
  const at = "2026-11-29T10:12:31.402Z";
  const lost = incidentTold({ at, message: "effect_lost", user: "ann", type: "audio", cause: "nothing comes out" });
  assert.match(lost.text, /^\d\d:12:31 ann: effect lost, audio \(nothing comes out\)$/);
  assert.equal(lost.tone, "bad");
  assert.match(incidentTold({ at, message: "operator_extend", value: "60 s" }).text, /^\d\d:12:31 extended by the operator \(60 s\)$/);
  assert.match(incidentTold({ at, message: "effect_slow", value: 12.5, unit: "%" }).text, /effect too slow \(12.5 %\)$/);
  assert.match(incidentTold({ at, message: "something_new" }).text, / something_new$/);
});

test("the newest incidents are shown, and how many there were", () => {
  const incidents = Array.from({ length: 8 }, (_, i) => ({ at: "2026-11-29T10:12:31Z", message: `m${i}` }));
  assert.equal(incidentsTitle(study({})), "No incidents.");
  assert.equal(incidentsTitle(study({ incidentCount: 1, incidents: incidents.slice(0, 1) })), "1 incident:");
  assert.equal(incidentsTitle(study({ incidentCount: 30, incidents })), "30 incidents, the newest 6:");
  assert.deepEqual(newestIncidents(study({ incidents })).map(({ message }) => message), ["m7", "m6", "m5", "m4", "m3", "m2"]);
});

const run: RecordedRun = {
  id: "0123456789ab", directory: "study/dyad/x", namespace: "study", interaction: "dyad", state: "complete", startedAt: "2026-11-29T10:11:02Z",
  length: 30.2, recordingMode: "muxed", incidents: 1, files: [{ path: "recordings/i-1-u-ann-c-1-dry.mkv", tap: "dry", bytes: 1_200_000 }, { path: "b", tap: "wet", bytes: 300_000 }],
};

test("a recorded run has its length, its state and its size", () => {
  assert.match(runSentence(run), /2026.* · 0:31 · complete · 2 files, 1\.5 MB · 1 incident$/);
  assert.equal(runSentence({ ...run, startedAt: undefined as never, state: "active", length: 3, files: [], incidents: 0 }), "0:03 · still being recorded · nothing recorded");
});

test("a file has its participant, its form, what is in it, its duration and its size", () => {
  const file = { path: "recordings/i-0c8af3be54df-a-20261128-123954.334-s-study-n-dyad-18-u-bob-c-2-dry.mkv", userId: "bob", connection: 2, tap: "dry" as const, bytes: 640_000, duration: 29.96, tracks: ["audio", "video"], gaps: 0 };
  assert.deepEqual(fileCells(file), ["bob, connection 2", "dry", "sound and picture", "0:30.0", "640 kB", "0"]);
  assert.deepEqual(fileCells({ path: "recordings/x-u-ann-c-1-audio-wet.ogg", userId: "ann", connection: 1, tap: "wet", bytes: 7 }), ["ann", "wet", "sound", "–", "7 bytes", "–"]);
  assert.equal(fileCells({ path: "recordings/own.bin", tap: "dry", bytes: 7 })[0], "own.bin");
});

test("the free disk has a size", () => {
  assert.equal(diskSentence({ freeBytes: 77e9, runs: [] }), "77 GB of disk free.");
  assert.equal(diskSentence({ runs: [] }), "The disk does not say how much is free.");
});
