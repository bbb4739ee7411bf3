// Bundles src/ into dist/, laid out as the server serves it. `--watch` rebuilds on change, with `--until-stdin-ends` until then.
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { htmlParts } from "./html.mjs";
import { jsPsychOfThePage } from "./jspsych.mjs";
import { packForNpm } from "./npm.mjs";
import { writeTypes } from "./types.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const watch = process.argv.includes("--watch");
const lib = "dist/assets/scripts/lib";
const tests = ["mirror", "interaction", "play", "preflight"];
const pages = [...tests, "stats", "start"];

/** Where a page is served. The start page is at the server's address itself. */
const place = (page) => (page === "start" ? "index" : `${tests.includes(page) ? "test/" : ""}${page}/index`);

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  sourcemap: "linked",
  target: ["es2020", "safari14"],
  legalComments: "none",
  logLevel: watch ? "info" : "warning",
};

const bundles = [
  { ...shared, entryPoints: ["src/player/classic.ts"], outfile: `${lib}/ducksoup.js`, format: "iife" },
  { ...shared, entryPoints: ["src/player/index.ts"], outfile: `${lib}/ducksoup.mjs`, format: "esm" },
  { ...shared, entryPoints: ["src/preflight/classic.ts"], outfile: `${lib}/ducksoup-preflight.js`, format: "iife" },
  { ...shared, entryPoints: ["src/preflight/index.ts"], outfile: `${lib}/ducksoup-preflight.mjs`, format: "esm" },
  { ...shared, entryPoints: ["src/call/classic.ts"], outfile: `${lib}/ducksoup-call.js`, format: "iife" },
  { ...shared, entryPoints: ["src/call/index.ts"], outfile: `${lib}/ducksoup-call.mjs`, format: "esm" },
  { ...shared, entryPoints: ["src/jspsych/classic.ts"], outfile: `${lib}/jspsych-plugin-ducksoup.js`, format: "iife", plugins: [jsPsychOfThePage] },
  { ...shared, entryPoints: ["src/jspsych/index.ts"], outfile: `${lib}/jspsych-plugin-ducksoup.mjs`, format: "esm", external: ["jspsych"] },
  { ...shared, entryPoints: pages.map((page) => ({ in: `src/pages/${page}/${page}.ts`, out: page })), outdir: "dist/assets/scripts/test", format: "iife" },
  { ...shared, entryPoints: pages.map((page) => ({ in: `src/styles/${page}.css`, out: page })), outdir: "dist/assets/styles", sourcemap: false },
  {
    absWorkingDir: root,
    entryPoints: pages.map((page) => ({ in: `src/pages/${page}/index.html`, out: place(page) })),
    outdir: "dist",
    loader: { ".html": "copy" },
    plugins: [htmlParts],
    logLevel: watch ? "info" : "warning",
  },
];

rmSync(join(root, "dist"), { recursive: true, force: true });
mkdirSync(join(root, lib), { recursive: true });
writeTypes(root, lib);
if (watch) {
  // As a child process of the server, it ends with the server, even if the server is killed.
  if (process.argv.includes("--until-stdin-ends")) process.stdin.resume().on("end", () => process.exit(0));
  for (const options of bundles) await (await esbuild.context(options)).watch();
} else {
  await Promise.all(bundles.map((options) => esbuild.build(options)));
  packForNpm(root, lib, "npm", "ducksoup", ["ducksoup", "ducksoup-preflight", "ducksoup-call"]);
  packForNpm(root, lib, "jspsych", "jspsych-plugin-ducksoup", ["jspsych-plugin-ducksoup"]);
}
