import assert from "node:assert/strict";
import { test } from "node:test";
import { invitations, openedSentence, openLabel, runningSentence, waitingSentence } from "../src/pages/interaction/others.ts";

const query = new URLSearchParams({ interactionName: "dyad 1", size: "3", userId: "ann", token: "t", camera: "c", microphone: "m", audioFx: "pitch pitch=0.8" });

test("each participant who is missing has an address with the same interaction and a name of its own", () => {
  const made = invitations(query, ["ann"], 3);
  assert.deepEqual(made.map(({ userId }) => userId), ["ann-2", "ann-3"]);
  const address = new URLSearchParams(made[0]?.url.slice(1));
  assert.equal(address.get("interactionName"), "dyad 1");
  assert.equal(address.get("audioFx"), "pitch pitch=0.8");
  assert.equal(address.get("userId"), "ann-2");
  assert.equal(address.get("autostart"), "1");
  // A token is for one participant, and devices are for one page.
  for (const key of ["token", "camera", "microphone"]) assert.equal(address.has(key), false);
});

test("names that are taken are not given again, and nobody is invited who has no seat", () => {
  assert.deepEqual(invitations(query, ["ann", "ann-2"], 3).map(({ userId }) => userId), ["ann-3"]);
  assert.deepEqual(invitations(query, ["ann"], 1), []);
  assert.deepEqual(invitations(query, ["ann", "bob", "cid"], 2), []);
  assert.equal(invitations(query, ["ann"], 800).length, 7);
});

test("the page says who is there and how many are missing", () => {
  assert.equal(openLabel(1), "Open the other participant");
  assert.equal(openLabel(3), "Open the 3 other participants");
  assert.equal(waitingSentence([], 2), "Joined. Waiting for one more participant…");
  assert.equal(waitingSentence(["bob"], 4), "Joined. Here: bob. Waiting for 2 more participants…");
  assert.equal(waitingSentence(["bob", "cid"], 3), "Joined. Here: bob and cid. Waiting for everybody's camera and microphone to reach the server…");
  assert.equal(runningSentence([]), "Running.");
  assert.equal(runningSentence(["bob", "cid", "dan"]), "Running, with bob, cid and dan.");
});

test("a browser that blocks windows is named as the cause", () => {
  assert.equal(openedSentence(1, 1), "1 window opened.");
  assert.match(openedSentence(1, 3), /opened 1 of 3 windows\. Allow pop-ups/);
});
