// Pages share parts: `<!-- part: name -->` stands for src/pages/shared/parts/name.html, indented as the line it stands in.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const PART = /^( *)<!-- part: ([a-z-]+) -->$/gm;

/** The directory of the parts. */
function partsOf(page) {
  return join(dirname(dirname(page)), "shared/parts");
}

/** Returns the page with its parts filled in. */
export function expanded(page) {
  const parts = partsOf(page);
  return readFileSync(page, "utf8").replace(PART, (_, indent, name) => {
    const lines = readFileSync(join(parts, `${name}.html`), "utf8").trimEnd().split("\n");
    return lines.map((line) => (line === "" ? "" : indent + line)).join("\n");
  });
}

/** The plug-in for esbuild. */
export const htmlParts = {
  name: "html-parts",
  setup(build) {
    build.onLoad({ filter: /\/index\.html$/ }, ({ path }) => {
      const parts = readdirSync(partsOf(path)).map((name) => join(partsOf(path), name));
      return { contents: expanded(path), loader: "copy", watchFiles: [path, ...parts] };
    });
  },
};
