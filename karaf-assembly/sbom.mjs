// Prints the software bill of materials of a built distribution (CycloneDX 1.5, JSON): every jar that is in it with its hash, and the
// libraries packed into our own bundles. Names and licences are NOTICE's, which a test compares with the distribution. Maven's own graph would not
// do: Karaf's features choose what is in the distribution.
// node karaf-assembly/sbom.mjs [karaf-assembly/target/assembly]
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const assembly = process.argv[2] ?? join(root, "karaf-assembly/target/assembly");
const pom = readFileSync(join(root, "pom.xml"), "utf8");

/** Licence by group:artifact, and those that are packed into bundles of ours. */
const noted = new Map();
const packed = new Set();
let inside = false;
for (const line of readFileSync(join(root, "NOTICE"), "utf8").split("\n")) {
  inside ||= line.startsWith("Inside ");
  const found = /^([a-z0-9._-]+:[A-Za-z0-9._-]+)\s+(.*)$/.exec(line);
  if (found) {
    noted.set(found[1], found[2].trim());
    if (inside) packed.add(found[1]);
  }
}

/** Versions of the packed libraries, as Maven resolved them for the bundles that pack them. */
const resolved = new Map();
for (const bundle of readdirSync(join(root, "bundles")).filter((name) => name.startsWith("repack-"))) {
  const list = readFileSync(join(root, "bundles", bundle, "target/dependencies.txt"), "utf8");
  for (const [, key, version] of list.matchAll(/^ +([\w.-]+:[\w.-]+):jar:([\w.-]+):/gm)) resolved.set(key, version);
}

function jars(directory) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? jars(path) : entry.name.endsWith(".jar") ? [path] : [];
  });
}

/** Below system/ as in a Maven repository; in lib/ only the file's name tells, and NOTICE knows the group. */
function coordinates(jar) {
  const parts = relative(join(assembly, "system"), jar).split(sep);
  if (parts[0] !== "..") return { group: parts.slice(0, -3).join("."), name: parts.at(-3), version: parts.at(-2) };
  const [, name, version] = /^(.+?)-([0-9][0-9A-Za-z_.-]*)\.jar$/.exec(basename(jar)) ?? [];
  for (const key of noted.keys()) {
    const [group, artifact] = key.split(":");
    if (basename(jar).startsWith(`${artifact}-`) && /^[0-9]/.test(basename(jar).slice(artifact.length + 1)))
      return { group, name: artifact, version: basename(jar, ".jar").slice(artifact.length + 1) };
  }
  return { group: "", name: name ?? basename(jar, ".jar"), version };
}

function component({ group, name, version }, hash) {
  const licence = group.startsWith("org.ducksoup") ? "MIT" : noted.get(`${group}:${name}`);
  const purl = `pkg:maven/${group}/${name}${version ? `@${version}` : ""}?type=jar`;
  return {
    type: "library",
    "bom-ref": purl,
    group,
    name,
    ...(version && { version }),
    ...(hash && { hashes: [{ alg: "SHA-256", content: hash }] }),
    // "MIT (Bouncy Castle Licence)" is a name, and no expression of SPDX.
    ...(licence && {
      licenses: [licence.includes("(") ? { license: { name: licence } } : { expression: licence }],
    }),
    purl,
  };
}

const components = new Map();
for (const jar of [...jars(join(assembly, "system")), ...jars(join(assembly, "lib"))].sort()) {
  const hash = createHash("sha256").update(readFileSync(jar)).digest("hex");
  const made = component(coordinates(jar), hash);
  components.set(made.purl, made);
}
for (const key of packed) {
  const [group, name] = key.split(":");
  const version = resolved.get(key);
  if (version === undefined) throw new Error(`${key} of NOTICE is packed into no bundle`);
  const made = component({ group, name, version });
  components.set(made.purl, made);
}
const version = /^ {2}<version>(.*)<\/version>$/m.exec(pom)[1];
const bom = {
  bomFormat: "CycloneDX",
  specVersion: "1.5",
  version: 1,
  metadata: { component: { type: "application", group: "org.ducksoup", name: "ducksoup", version } },
  components: [...components.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1)),
};
console.log(JSON.stringify(bom, null, 2));
