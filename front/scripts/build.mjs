// Bundles src/ into dist/, laid out as the server serves it. `--watch` rebuilds on change, with `--until-stdin-ends` until then.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { htmlParts } from "./html.mjs";

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

/** The player's public types are one module without imports, so that its declarations stand alone; the check's need the player's. */
function writeTypes() {
  const out = join(root, "dist/.types");
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const options = ["-p", join(root, "tsconfig.json"), "--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--outDir", out];
  execFileSync(process.execPath, [tsc, ...options], { stdio: "inherit" });
  const api = readFileSync(join(out, "player/api.d.ts"), "utf8");
  const check = readFileSync(join(out, "preflight/api.d.ts"), "utf8").replace(/(["'])\.\.\/player\/api\.(d\.)?ts\1/, '"./ducksoup.js"');
  rmSync(out, { recursive: true });
  const library = `
/** Joins an interaction and shows it on your page. */
export declare const render: DuckSoupLibrary["render"];
/** The same object as \`window.DuckSoup\` of the classic script. */
export declare const DuckSoup: DuckSoupLibrary;
export default DuckSoup;

declare global {
  interface Window {
    DuckSoup: DuckSoupLibrary;
  }
}
`;
  const preflight = `
/** Checks devices and connection before a call. */
export declare const run: PreflightLibrary["run"];

declare global {
  interface Window {
    DuckSoupPreflight: PreflightLibrary;
  }
}
`;
  writeFileSync(join(root, lib, "ducksoup.d.ts"), api + library);
  writeFileSync(join(root, lib, "ducksoup-preflight.d.ts"), check + preflight);
}

/** The same files as an npm package, and its archive, which labs install from their own server. */
function packForNpm() {
  const folder = join(root, "target/npm");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of ["package.json", "README.md"]) copyFileSync(join(root, "npm", name), join(folder, name));
  copyFileSync(join(root, "../LICENSE"), join(folder, "LICENSE"));
  for (const module of ["ducksoup", "ducksoup-preflight"]) {
    for (const end of ["js", "js.map", "mjs", "mjs.map", "d.ts"]) {
      copyFileSync(join(root, lib, `${module}.${end}`), join(folder, `${module}.${end}`));
    }
  }
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const packed = execFileSync(npm, ["pack", "--json", "--ignore-scripts", "--offline"], { cwd: folder, encoding: "utf8" });
  const [{ filename }] = JSON.parse(packed);
  renameSync(join(folder, filename), join(root, lib, "ducksoup.tgz"));
}

rmSync(join(root, "dist"), { recursive: true, force: true });
mkdirSync(join(root, lib), { recursive: true });
writeTypes();
if (watch) {
  // As a child process of the server, it ends with the server, even if the server is killed.
  if (process.argv.includes("--until-stdin-ends")) process.stdin.resume().on("end", () => process.exit(0));
  for (const options of bundles) await (await esbuild.context(options)).watch();
} else {
  await Promise.all(bundles.map((options) => esbuild.build(options)));
  packForNpm();
}
