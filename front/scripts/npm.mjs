// The served files as npm packages, and their archives, which labs install from their own server.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Makes `target/<folder>` of the manifest and README in `<folder>`, and `<name>.tgz` of it beside the modules in `lib`. */
export function packForNpm(root, lib, folder, name, modules) {
  const target = join(root, "target", folder);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const file of ["package.json", "README.md"]) copyFileSync(join(root, folder, file), join(target, file));
  copyFileSync(join(root, "../LICENSE"), join(target, "LICENSE"));
  for (const module of modules) {
    for (const end of ["js", "js.map", "mjs", "mjs.map", "d.ts"]) {
      copyFileSync(join(root, lib, `${module}.${end}`), join(target, `${module}.${end}`));
    }
  }
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const packed = execFileSync(npm, ["pack", "--json", "--ignore-scripts", "--offline"], { cwd: target, encoding: "utf8" });
  const [{ filename }] = JSON.parse(packed);
  renameSync(join(target, filename), join(root, lib, `${name}.tgz`));
}
