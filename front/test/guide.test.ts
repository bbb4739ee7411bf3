import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";
import type { DuckSoupEvent } from "../src/player/api.ts";

const GUIDE = readFileSync("../docs/embedding.md", "utf8");

function example(name: string): string {
  return GUIDE.split(`<!-- example: ${name} -->`)[1]?.split("```")[1]?.replace(/^js\n/, "") ?? assert.fail(`no example ${name}`);
}

/** What the guide's first page tells a participant of this name, who is the only one in the script. */
async function told(userId: string, event: DuckSoupEvent): Promise<string> {
  const message = { textContent: "" };
  let begin: () => Promise<void> = async () => {};
  const button = { addEventListener: (_type: string, listener: () => Promise<void>) => void (begin = listener) };
  const render = async ({ callback }: { callback: (event: DuckSoupEvent) => void }): Promise<void> => callback(event);
  const document = { getElementById: (id: string) => (id === "message" ? message : button) };
  vm.runInNewContext(example("trial.js").replaceAll("p-23", userId), { document, DuckSoup: { render } });
  await begin();
  return message.textContent;
}

for (const [userId, payload, sentence] of [
  ["p-23", { key: "audio", value: "p-23" }, /^Your camera, microphone or network lets nothing through/],
  ["p-23", { key: "audio", value: "p-24" }, /others did not come/],
  ["2", { key: "size", value: "2" }, /others did not come/],
  ["p-23", { key: "effect", value: "p-23" }, /server had a problem/],
  ["p-23", { key: "codec", value: "p-23" }, /video format/],
  ["p-23", { key: "interactionName", value: "trial-7" }, /connection was lost/],
  ["p-23", undefined, /others did not come/],
] as const) {
  test(`the guide's first page tells ${userId} what is true at error-aborted of ${JSON.stringify(payload)}`, async () => {
    assert.match(await told(userId, payload ? { kind: "error-aborted", payload } : { kind: "error-aborted" }), sentence);
  });
}

test("the guide lists the values of an early end and the keys of error-aborted", () => {
  const [end, keys] = [/^\| `end` .*$/m.exec(GUIDE)?.[0] ?? "", /`key` of `error-aborted`[^]*?\n\n[^]*?\n\n/.exec(GUIDE)?.[0] ?? ""];
  for (const value of ["shutdown", "cluster_lost", "effect_lost", "failed", "stopped"]) assert.match(end, new RegExp(`\`${value}\``));
  for (const key of ["connection", "audio", "video", "codec", "effect", "size", "interactionName"]) assert.match(keys, new RegExp(`\`${key}\``));
});
