import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, copyFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

const PACKAGE = resolve("target/npm");
const PLUGIN = resolve("target/jspsych");
const MODULES = { [PACKAGE]: ["ducksoup", "ducksoup-call", "ducksoup-preflight"], [PLUGIN]: ["jspsych-plugin-ducksoup"] };
const ENDS = ["d.ts", "js", "js.map", "mjs", "mjs.map"];

const filesOf = (folder: string): string[] => (MODULES[folder] ?? []).flatMap((module) => ENDS.map((end) => `${module}.${end}`));

before(() => {
  for (const folder of Object.keys(MODULES)) assert.ok(existsSync(folder), "the package is made by: npm run build");
});

test("npm pack lists the scripts, the types, a README and the licence, and nothing else", () => {
  for (const folder of Object.keys(MODULES)) {
    const listing = execFileSync("npm", ["pack", "--dry-run", "--json", "--offline"], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const [{ files }] = JSON.parse(listing) as [{ files: Array<{ path: string }> }];
    assert.deepEqual(files.map(({ path }) => path).sort(), ["LICENSE", "README.md", "package.json", ...filesOf(folder)].sort());
  }
});

test("the packages need nothing at run time but jsPsych, and have this project's version and licence", () => {
  const own = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, unknown>;
  for (const folder of Object.keys(MODULES)) {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
    assert.equal(manifest["dependencies"], undefined);
    assert.equal(manifest["version"], own["version"]);
    assert.equal(manifest["license"], own["license"]);
  }
  assert.doesNotMatch(readFileSync(join(PACKAGE, "ducksoup.mjs"), "utf8"), /\bfrom"|\bimport\(|\brequire\(/);
  const imports = readFileSync(join(PLUGIN, "jspsych-plugin-ducksoup.mjs"), "utf8").match(/\bfrom"[^"]*"/g);
  assert.deepEqual(imports, ['from"jspsych"']);
});

test("they are what the server serves", () => {
  for (const folder of Object.keys(MODULES)) {
    for (const name of filesOf(folder)) assert.deepEqual(readFileSync(join(folder, name)), readFileSync(join("dist/assets/scripts/lib", name)));
  }
});

test("the plug-in says its package's version, and each of its parameters and columns is described", () => {
  const plugin = pluginOf(PLUGIN);
  const { version } = JSON.parse(readFileSync(join(PLUGIN, "package.json"), "utf8")) as { version: string };
  assert.equal(plugin.info.version, version);
  assert.ok(Object.values(plugin.info.citations).every((text) => text.includes(version)));
  const guide = readFileSync("../docs/embedding.md", "utf8");
  for (const name of [...Object.keys(plugin.info.parameters), ...Object.keys(plugin.info.data)]) {
    assert.match(guide, new RegExp(`\`${name}\``), `${name} is not in docs/embedding.md`);
  }
});

/** The script as it is served, beside what it uses of jsPsych, which needs a browser itself. */
function pluginOf(folder: string): { info: { version: string; citations: Record<string, string>; parameters: object; data: object } } {
  const window: Record<string, unknown> = { jsPsychModule: { ParameterType: {} } };
  window["window"] = window;
  vm.runInNewContext(readFileSync(join(folder, "jspsych-plugin-ducksoup.js"), "utf8"), window);
  return window["jsPsychDuckSoup"] as never;
}

test("a consumer finds the module by the package's name, and compiles against its types", async () => {
  const consumer = resolve("target/consumer");
  rmSync(consumer, { recursive: true, force: true });
  mkdirSync(join(consumer, "node_modules"), { recursive: true });
  symlinkSync(PACKAGE, join(consumer, "node_modules/ducksoup"), "dir");
  symlinkSync(PLUGIN, join(consumer, "node_modules/jspsych-plugin-ducksoup"), "dir");
  for (const page of ["page.ts", "trial.ts"]) copyFileSync(join("test/consumer", page), join(consumer, page));
  const compiler = resolve("node_modules/typescript/bin/tsc");
  for (const [module, resolution] of [["ESNext", "Bundler"], ["Node16", "Node16"]] as const) {
    const compilerOptions = { noEmit: true, strict: true, types: [], target: "ES2022", lib: ["ES2022", "DOM", "DOM.Iterable"], module, moduleResolution: resolution };
    writeFileSync(join(consumer, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["page.ts", "trial.ts"] }));
    const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", consumer], { encoding: "utf8" });
    assert.equal(status, 0, stdout);
  }
  const module = (await import(pathToFileURL(join(PACKAGE, "ducksoup.mjs")).href)) as { render: unknown };
  assert.equal(typeof module.render, "function");
  const check = (await import(pathToFileURL(join(PACKAGE, "ducksoup-preflight.mjs")).href)) as { run: unknown };
  assert.equal(typeof check.run, "function");
  const call = (await import(pathToFileURL(join(PACKAGE, "ducksoup-call.mjs")).href)) as { run: unknown };
  assert.equal(typeof call.run, "function");
});
