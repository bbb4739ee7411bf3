// The public types of each library as one module. The player's has no imports, so that its declarations stand alone.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PLAYER = `
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

const PREFLIGHT = `
/** Checks devices and connection before a call. */
export declare const run: PreflightLibrary["run"];

declare global {
  interface Window {
    DuckSoupPreflight: PreflightLibrary;
  }
}
`;

const CALL = `
/** One call as a step of an experiment. */
export declare const run: CallLibrary["run"];

declare global {
  interface Window {
    DuckSoupCall: CallLibrary;
  }
}
`;

const PLUGIN = `
declare global {
  interface Window {
    jsPsychDuckSoup: typeof DuckSoupPlugin;
  }
}
`;

/** Where the declarations of a library name those of another, which is a module beside it or is copied in before it. */
const IMPORT_OF_OTHERS = /^import .* from (["'])\.\.?\/.*\1;\n/gm;
const IMPORT_OF_PLAYER = /(["'])\.\.\/player\/api\.(d\.)?ts\1/;

export function writeTypes(root, lib) {
  const out = join(root, "dist/.types");
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const options = ["-p", join(root, "tsconfig.json"), "--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--outDir", out];
  execFileSync(process.execPath, [tsc, ...options], { stdio: "inherit" });
  const declared = (module) => readFileSync(join(out, `${module}.d.ts`), "utf8");
  const write = (name, ...texts) => writeFileSync(join(root, lib, `${name}.d.ts`), texts.join("\n"));
  const [player, call] = [declared("player/api"), declared("call/api")];
  write("ducksoup", player + PLAYER);
  write("ducksoup-preflight", declared("preflight/api").replace(IMPORT_OF_PLAYER, '"./ducksoup.js"') + PREFLIGHT);
  write("ducksoup-call", call.replace(IMPORT_OF_PLAYER, '"./ducksoup.js"') + CALL);
  write("jspsych-plugin-ducksoup", ...[declared("jspsych/plugin"), call, player].map((text) => text.replace(IMPORT_OF_OTHERS, "")), PLUGIN);
  rmSync(out, { recursive: true });
}
