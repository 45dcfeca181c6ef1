/**
 * Bundle static/src into static/dist with content-hashed names and a manifest.
 *
 *   node static/build.mjs            once
 *   node static/build.mjs --watch    again after every change
 *
 * static/dist/manifest.json maps the names that templates use ("app.css") to the
 * hashed ones; forum/web/assets.py reads it.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, mkdirSync, renameSync, rmSync, writeFileSync, watch } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { kernTokens } from "./kern-tokens.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const source = join(here, "src");
const modules = join(root, "node_modules");
const target = join(here, "dist");

function hashed(name, content) {
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const extension = extname(name);
  return `${basename(name, extension)}-${digest}${extension}`;
}

function* filesBelow(folder, extension) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path, extension);
    else if (entry.name.endsWith(extension)) yield path;
  }
}

const iconPath = (name) => join(modules, "lucide-static/icons", `${name}.svg`);

/**
 * Names of the icons in use: every quoted word in templates and presenters that is the name of an icon.
 * A few words too many cost some bytes; a name in a macro call that is no icon is an error.
 */
function iconsInUse() {
  const names = new Set();
  for (const path of [...filesBelow(join(root, "templates"), ".html"), ...filesBelow(join(root, "forum/web"), ".py")]) {
    const text = readFileSync(path, "utf8");
    for (const [, name] of text.matchAll(/["']([a-z][a-z0-9]*(?:-[a-z0-9]+)*)["']/g)) {
      if (existsSync(iconPath(name))) names.add(name);
    }
    for (const [, name] of text.matchAll(/\bicon(?:\(|=)["']([^"']+)["']/g)) {
      if (!names.has(name)) throw new Error(`${path}: there is no icon "${name}" in lucide-static.`);
    }
  }
  return [...names].sort();
}

function iconSprite() {
  const symbols = iconsInUse().map((name) => {
    const body = readFileSync(iconPath(name), "utf8").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${body}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`;
}

async function bundle(folder) {
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [join(source, "css/app.css"), join(source, "js/app.js")],
    outdir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    // What a page loads only when it needs it becomes a file of its own.
    splitting: true,
    // Native nesting, light-dark() and oklch() stay as they are from here on.
    target: ["chrome123", "edge123", "firefox120", "safari17.5"],
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file", ".svg": "file" },
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    plugins: [kernTokens(join(modules, "@kern-ux/native/dist/kern.css"), join(source, "css"))],
  });
  const manifest = {};
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    const name = basename(path);
    const from = output.entryPoint ?? Object.keys(output.inputs)[0] ?? name;
    manifest[basename(from)] = name;
  }
  return manifest;
}

function copyFile(folder, manifest, name, content) {
  const target = hashed(name, content);
  writeFileSync(join(folder, target), content);
  manifest[name] = target;
}

export async function build() {
  const started = performance.now();
  // Built beside dist and swapped in, so that a running server never sees half a build.
  const folder = `${target}.${process.pid}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const manifest = await bundle(folder);
  copyFile(folder, manifest, "icons.svg", iconSprite());
  for (const path of filesBelow(join(source, "img"), ".svg")) {
    copyFile(folder, manifest, basename(path), readFileSync(path));
  }
  const sorted = Object.fromEntries(Object.entries(manifest).sort());
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(sorted, null, 2)}\n`);
  rmSync(target, { recursive: true, force: true });
  renameSync(folder, target);
  console.log(`static/dist: ${Object.keys(manifest).length} files in ${Math.round(performance.now() - started)} ms`);
}

async function rebuild() {
  try {
    await build();
  } catch (error) {
    console.error(error.message);
    rmSync(`${target}.${process.pid}`, { recursive: true, force: true });
    if (!process.argv.includes("--watch")) process.exit(1);
  }
}

await rebuild();
if (process.argv.includes("--watch")) {
  let waiting;
  const again = () => {
    clearTimeout(waiting);
    waiting = setTimeout(rebuild, 50);
  };
  watch(source, { recursive: true }, again);
  watch(join(root, "templates"), { recursive: true }, again);
}
