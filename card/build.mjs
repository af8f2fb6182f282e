// One self-contained module for Home Assistant. Its first line holds the hash of the sources, so that a test can tell
// whether the committed file was built from them.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const out = "../custom_components/liftday/frontend/liftday-week.js";

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? sources(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

const hash = createHash("sha256");
for (const file of [...sources("src"), "package-lock.json"]) hash.update(readFileSync(file));

await build({
  entryPoints: ["src/index.ts"],
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "inline",
  banner: { js: `/* liftday-week, built by script/card from ${hash.digest("hex")} */` },
  outfile: out,
});
