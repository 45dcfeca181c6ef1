/**
 * esbuild plugin: `@import "kern:tokens"` gives the design tokens of KERN (the design system
 * of the German administrations) that our styles use, and nothing else.
 *
 * The whole of kern.css is 340 kB, most of it icons and a header we must not wear. We take its
 * primitive scales and feedback colours, and build our own controls on them.
 */
import { readFileSync } from "node:fs";
import { readdirSync } from "node:fs";
import { join } from "node:path";

function declarations(css) {
  const found = new Map();
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, "");
  for (const [, name, value] of plain.matchAll(/^ {2}(--kern-[\w-]+):\s*([^;]+);/gm)) {
    if (!found.has(name)) found.set(name, value.trim());
  }
  return found;
}

function used(text, known, into = new Set()) {
  for (const [, name] of text.matchAll(/var\((--kern-[\w-]+)/g)) {
    if (into.has(name)) continue;
    if (!known.has(name)) throw new Error(`KERN has no token ${name}.`);
    into.add(name);
    used(known.get(name), known, into);
  }
  return into;
}

function styles(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".css"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
}

export function kernTokens(kernCss, folder) {
  return {
    name: "kern-tokens",
    setup(build) {
      build.onResolve({ filter: /^kern:tokens$/ }, () => ({ path: "kern:tokens", namespace: "kern" }));
      build.onLoad({ filter: /.*/, namespace: "kern" }, () => {
        const known = declarations(readFileSync(kernCss, "utf8"));
        const names = [...used(styles(folder), known)].sort();
        const body = names.map((name) => `  ${name}: ${known.get(name)};`).join("\n");
        return { contents: `:root {\n${body}\n}\n`, loader: "css" };
      });
    },
  };
}
