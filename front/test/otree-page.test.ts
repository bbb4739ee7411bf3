import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

/** The script of oTree's page in the browser's global scope, and how often it has loaded itself again. */
function otreePage(hasLibrary: boolean): { window: EventTarget; reloads: () => number } {
  const html = readFileSync("../docs/otree/ducksoup_call/Call.html", "utf8");
  const script = /<script>([^]*?)<\/script>/.exec(html)?.[1] ?? assert.fail("Call.html has no script");
  let reloads = 0;
  const element = { hidden: true, elements: { reason: { value: "" } } };
  const window = Object.assign(new EventTarget(), {
    document: { getElementById: () => element },
    location: { reload: () => void reloads++ },
    js_vars: {},
    ...(hasLibrary ? { DuckSoupCall: { run: () => new Promise(() => {}) } } : {}),
  });
  vm.runInNewContext(script, Object.assign(window, { window }));
  return { window, reloads: () => reloads };
}

for (const hasLibrary of [true, false]) {
  test(`oTree's page that the browser has kept ${hasLibrary ? "" : "without DuckSoup's script "}is loaded again when it is shown again: its call is over`, () => {
    const { window, reloads } = otreePage(hasLibrary);
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: false }));
    assert.equal(reloads(), 0, "the first time it is new");
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    assert.equal(reloads(), 1);
  });
}
