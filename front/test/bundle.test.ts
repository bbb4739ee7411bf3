import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { build } from "esbuild";

async function bundle(entry: string, format: "iife" | "esm", folder = "player"): Promise<string> {
  const { outputFiles } = await build({ entryPoints: [`src/${folder}/${entry}.ts`], bundle: true, minify: true, format, target: ["es2020", "safari14"], write: false });
  return outputFiles[0]?.text ?? "";
}

test("the classic script works as DuckSoup.render and as window.DuckSoup.render, and leaves nothing else behind", async () => {
  const window: Record<string, unknown> = {};
  window["window"] = window;
  const before = Object.keys(window);
  vm.runInNewContext(await bundle("classic", "iife"), window);
  assert.equal(vm.runInNewContext("DuckSoup.render === window.DuckSoup.render && typeof DuckSoup.render", window), "function");
  assert.deepEqual(Object.keys(window).filter((key) => !before.includes(key)), ["DuckSoup"]);
});

test("the module exports render and DuckSoup, and touches nothing on import", async () => {
  const module = await import(`data:text/javascript,${encodeURIComponent(await bundle("index", "esm"))}`);
  assert.equal(module.default, module.DuckSoup);
  assert.equal(module.DuckSoup.render, module.render);
  assert.deepEqual(Object.keys(module).sort(), ["DuckSoup", "default", "render"]);
});

test("the check's script is window.DuckSoupPreflight, beside DuckSoup or without it", async () => {
  const window: Record<string, unknown> = { DuckSoup: "another" };
  window["window"] = window;
  vm.runInNewContext(await bundle("classic", "iife", "preflight"), window);
  assert.equal(vm.runInNewContext("typeof DuckSoupPreflight.run", window), "function");
  assert.deepEqual(Object.keys(window).sort(), ["DuckSoup", "DuckSoupPreflight", "window"]);
  assert.equal(window["DuckSoup"], "another");
});

test("the call's script is window.DuckSoupCall, and leaves nothing else behind", async () => {
  const window: Record<string, unknown> = {};
  window["window"] = window;
  vm.runInNewContext(await bundle("classic", "iife", "call"), window);
  assert.equal(vm.runInNewContext("typeof DuckSoupCall.run", window), "function");
  assert.deepEqual(Object.keys(window).sort(), ["DuckSoupCall", "window"]);
});

for (const folder of ["player", "preflight", "call"]) test(`nothing a strict content security policy forbids in the ${folder}`, async () => {
  assert.doesNotMatch(await bundle("classic", "iife", folder), /\beval\(|new Function|innerHTML|\.style\b|setAttribute\("style"/);
});
