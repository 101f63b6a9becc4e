// Bundles the console's styles and scripts into OUT under names that carry their content, and writes manifest.json
// (plain name -> built name), which the pages read.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "../src/tenure/console/static/built"));

const result = await esbuild.build({
  absWorkingDir: here,
  // theme.js runs before the first paint, so it stays apart and tiny; chart.js is only for pages with a chart
  entryPoints: ["src/console.js", "src/theme.js", "src/chart.js", "src/console.css", "src/api.css", "src/icons.svg", "src/mark.svg"],
  outdir: out,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022", "chrome120", "firefox120", "safari17"],
  loader: { ".woff2": "file", ".svg": "copy" },
  legalComments: "eof",
  metafile: true,
  write: false,
  logLevel: "warning",
});

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const manifest = {};
for (const file of result.outputFiles) {
  const name = basename(file.path);
  manifest[name.replace(/-[A-Z0-9]{8}(?=\.\w+$)/, "")] = name;
  writeFileSync(join(out, name), file.contents);
  if (/\.(css|js)$/.test(name)) writeFileSync(join(out, `${name}.gz`), gzipSync(file.contents, { level: 9 }));
}
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, Object.keys(manifest).sort(), 1)}\n`);
for (const [name, built] of Object.entries(manifest)) {
  const bytes = readFileSync(join(out, built));
  console.log(`${name.padEnd(16)} ${String(bytes.length).padStart(8)} bytes`);
}
