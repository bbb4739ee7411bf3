import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, copyFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";

const PACKAGE = resolve("target/npm");

before(() => assert.ok(existsSync(PACKAGE), "the package is made by: npm run build"));

test("npm pack lists the scripts, the types, a README and the licence, and nothing else", () => {
  const listing = execFileSync("npm", ["pack", "--dry-run", "--json", "--offline"], { cwd: PACKAGE, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const [{ files }] = JSON.parse(listing) as [{ files: Array<{ path: string }> }];
  assert.deepEqual(files.map(({ path }) => path).sort(), [
    "LICENSE",
    "README.md",
    "ducksoup-preflight.d.ts",
    "ducksoup-preflight.js",
    "ducksoup-preflight.js.map",
    "ducksoup-preflight.mjs",
    "ducksoup-preflight.mjs.map",
    "ducksoup.d.ts",
    "ducksoup.js",
    "ducksoup.js.map",
    "ducksoup.mjs",
    "ducksoup.mjs.map",
    "package.json",
  ]);
});

test("the package needs nothing at run time, and has this project's version and licence", () => {
  const manifest = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as Record<string, unknown>;
  const own = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, unknown>;
  assert.equal(manifest["dependencies"], undefined);
  assert.equal(manifest["version"], own["version"]);
  assert.equal(manifest["license"], own["license"]);
  assert.doesNotMatch(readFileSync(join(PACKAGE, "ducksoup.mjs"), "utf8"), /\bfrom"|\bimport\(|\brequire\(/);
});

test("it is what the server serves", () => {
  for (const name of ["ducksoup.js", "ducksoup.mjs", "ducksoup.d.ts", "ducksoup-preflight.js", "ducksoup-preflight.mjs", "ducksoup-preflight.d.ts"]) {
    assert.deepEqual(readFileSync(join(PACKAGE, name)), readFileSync(join("dist/assets/scripts/lib", name)));
  }
});

test("a consumer finds the module by the package's name, and compiles against its types", async () => {
  const consumer = resolve("target/consumer");
  rmSync(consumer, { recursive: true, force: true });
  mkdirSync(join(consumer, "node_modules"), { recursive: true });
  symlinkSync(PACKAGE, join(consumer, "node_modules/ducksoup"), "dir");
  copyFileSync("test/consumer/page.ts", join(consumer, "page.ts"));
  const compiler = resolve("node_modules/typescript/bin/tsc");
  for (const [module, resolution] of [["ESNext", "Bundler"], ["Node16", "Node16"]] as const) {
    const compilerOptions = { noEmit: true, strict: true, types: [], target: "ES2022", lib: ["ES2022", "DOM", "DOM.Iterable"], module, moduleResolution: resolution };
    writeFileSync(join(consumer, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["page.ts"] }));
    const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", consumer], { encoding: "utf8" });
    assert.equal(status, 0, stdout);
  }
  const module = (await import(pathToFileURL(join(PACKAGE, "ducksoup.mjs")).href)) as { render: unknown };
  assert.equal(typeof module.render, "function");
  const check = (await import(pathToFileURL(join(PACKAGE, "ducksoup-preflight.mjs")).href)) as { run: unknown };
  assert.equal(typeof check.run, "function");
});
