import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildOptions, Metafile, Plugin } from "esbuild";
import { repositoryRoot } from "./repository-root.ts";
import { runTool } from "./run-tool.ts";
import { isStale } from "./stale.ts";

const rooms = join(repositoryRoot, "worker/testing");
const migrations = join(repositoryRoot, "worker/catalogue/migrations");
const configPath = join(repositoryRoot, "wrangler.toml");
const installed = createRequire(import.meta.url);

const targetIn = (folder: string): string => join(folder, "dist/testing");

const sources = ["worker", "sdk", "wrangler.toml", "package-lock.json", "tsconfig.testing.json", "cli/build"].map(
  (path) => join(repositoryRoot, path),
);

/** Whether the test server must be built before it can be used: there is none, or a source is newer. */
export function isTestingStale(): boolean {
  return isStale(join(targetIn(repositoryRoot), "index.js"), sources);
}

const common = {
  bundle: true,
  write: false,
  metafile: true,
  // Whatever the machine: no module of Node, none of a Worker.
  platform: "neutral",
  mainFields: ["module", "main"],
  conditions: ["worker", "browser"],
  target: "es2022",
  minify: true,
  legalComments: "inline",
  logLevel: "silent",
} as const satisfies BuildOptions;

/**
 * Builds `onhand/testing` into `dist/testing` in `folder`: one module with all that it needs, licences included. Nothing of it is compiled
 * at run time but SQLite. Rejects with esbuild's own words when the sources do not bundle.
 */
export async function buildTesting(folder: string = repositoryRoot): Promise<void> {
  // Loaded only here: most starts find everything built.
  const { build } = await import("esbuild");
  const worker = await build({
    ...common,
    entryPoints: [join(rooms, "engine.ts")],
    format: "iife",
    globalName: "worker",
    alias: { "cloudflare:workers": join(rooms, "durable-object.ts") },
    // Mail by SMTP needs sockets: a test server's mails stay where they are.
    plugins: [withContents(/\/smtp-transport\.ts$/, "export class SmtpTransport {}")],
  });
  const [engine] = worker.outputFiles;
  if (engine === undefined) throw new Error("The Worker gave no script");
  const built = await builtModule(engine.text);
  const whole = await build({
    ...common,
    entryPoints: [join(rooms, "index.ts")],
    format: "esm",
    alias: { "sql.js": "sql.js/dist/sql-wasm-browser.js" },
    // SQLite asks where its script lies, to find a file beside it that it is not to load. Workers have no such place.
    define: { "self.location.href": '""' },
    plugins: [withContents(/\/built\.js$/, built)],
  });
  const [code] = whole.outputFiles;
  if (code === undefined) throw new Error("The test server gave no module");
  const target = targetIn(folder);
  mkdirSync(target, { recursive: true });
  // In one go: several builds may run at the same time, and nobody is to read half a file.
  const aside = join(target, `.${process.pid}-index.js`);
  writeFileSync(aside, `${code.text}${licencesOf([worker.metafile, whole.metafile])}`);
  renameSync(aside, join(target, "index.js"));
}

/** The module that stands for `worker/testing/built.d.ts`. */
async function builtModule(worker: string): Promise<string> {
  const files = readdirSync(migrations)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  const wasm = readFileSync(installed.resolve("sql.js/dist/sql-wasm.wasm")).toString("base64");
  const texts = files.map((name) => readFileSync(join(migrations, name), "utf8"));
  return [
    // The names of its globals are parameters here: its modules see these, and not the runtime's.
    "export function freshWorker({ Date, Math, setTimeout, clearTimeout, setInterval, clearInterval, fetch, crypto }) {",
    worker,
    "return worker; }",
    `export const MIGRATIONS = ${JSON.stringify(texts)};`,
    `export const SQLITE_WASM = ${JSON.stringify(wasm)};`,
    `export const SETTINGS = ${JSON.stringify(await readSettings())};`,
  ].join("\n");
}

/** The part of wrangler.toml that a test server needs; the tool's own type leaves it open. */
interface PlatformConfig {
  readonly queues: {
    readonly producers?: readonly { readonly binding: string; readonly queue: string }[];
    readonly consumers?: readonly {
      readonly queue: string;
      readonly max_batch_size?: number;
      readonly max_batch_timeout?: number;
      readonly max_retries?: number;
      readonly retry_delay?: number;
      readonly dead_letter_queue?: string;
    }[];
  };
  readonly ratelimits: readonly {
    readonly name: string;
    readonly simple: { readonly limit: number; readonly period: number };
  }[];
}

/** What wrangler.toml says of queues and limits, in the words of `worker/testing/built.d.ts`. */
async function readSettings(): Promise<object> {
  // Loaded only here: it costs a second.
  const { unstable_readConfig } = await import("wrangler");
  const { queues, ratelimits }: PlatformConfig = unstable_readConfig({ config: configPath });
  const consumers = (queues.consumers ?? []).map((each) => [
    each.queue,
    {
      batchSizeMax: each.max_batch_size ?? 1,
      gatherMs: (each.max_batch_timeout ?? 0) * 1_000,
      retriesMax: each.max_retries ?? 0,
      retryDelayMs: (each.retry_delay ?? 0) * 1_000,
      deadLetterQueue: each.dead_letter_queue ?? null,
    },
  ]);
  return {
    queues: Object.fromEntries(consumers),
    producers: Object.fromEntries((queues.producers ?? []).map(({ binding, queue }) => [binding, queue])),
    limits: Object.fromEntries(
      ratelimits.map(({ name, simple }) => [name, { limit: simple.limit, periodSeconds: simple.period }]),
    ),
  };
}

/**
 * Declarations of what users import, beside the module. They name the client's types one folder nearer than their sources do;
 * only those that the entry needs are kept. Rejects with the compiler's own words.
 */
export async function emitTestingTypes(folder: string = repositoryRoot): Promise<void> {
  const target = targetIn(folder);
  mkdirSync(target, { recursive: true });
  const aside = mkdtempSync(join(folder, "dist/.testing-"));
  try {
    const { exitCode, output } = await runTool("typescript", "bin/tsc", [
      ...["--project", "tsconfig.testing.json", "--noEmit", "false", "--incremental", "false"],
      ...["--declaration", "--emitDeclarationOnly", "--rootDir", ".", "--outDir", aside],
    ]);
    if (exitCode !== 0) throw new Error(`worker/testing/ does not compile:\n${output.trim()}`);
    const wanted = ["index"];
    for (const name of wanted) {
      const text = readFileSync(join(aside, "worker/testing", `${name}.d.ts`), "utf8");
      for (const [, needed = ""] of text.matchAll(/from "\.\/([a-z-]+)\.(?:ts|js)"/g)) {
        if (!wanted.includes(needed)) wanted.push(needed);
      }
      writeFileSync(join(target, `${name}.d.ts`), text.replaceAll('from "../../sdk/', 'from "../sdk/'));
    }
    const kept = new Set(wanted.map((name) => `${name}.d.ts`));
    for (const name of readdirSync(target)) {
      if (name.endsWith(".d.ts") && !kept.has(name)) rmSync(join(target, name));
    }
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Licences of the packages whose code is in a bundle: most of them ask for their notice to go along. */
function licencesOf(metafiles: readonly Metafile[]): string {
  const folders = new Set<string>();
  for (const { inputs } of metafiles) {
    for (const path of Object.keys(inputs)) {
      const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
      if (folder !== undefined) folders.add(folder);
    }
  }
  const notices = [...folders].sort().map((folder) => {
    const file = readdirSync(folder).find((name) => /^licen[cs]e(\.md|\.txt)?$/i.test(name));
    const text = file === undefined ? licenceNamedBy(folder) : readFileSync(join(folder, file), "utf8");
    return `${folder.replace(/^.*node_modules\//, "")}\n\n${text.replaceAll("*/", "* /").trim()}`;
  });
  return `\n/*! Contains code of these packages:\n\n${notices.join("\n\n---\n\n")}\n*/\n`;
}

/** Of a package without a file for it. */
function licenceNamedBy(folder: string): string {
  // By its format a manifest has these, or lacks them.
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    license?: string;
    author?: unknown;
  };
  if (manifest.license === undefined) throw new Error(`${folder} names no licence`);
  const { author } = manifest;
  return `${manifest.license}${typeof author === "string" ? `, ${author}` : ""}`;
}

/** A module that there is no file of. */
function withContents(filter: RegExp, contents: string): Plugin {
  return {
    name: "with-contents",
    setup({ onResolve, onLoad }) {
      onResolve({ filter }, ({ path }) => ({ path: basename(path), namespace: "built" }));
      onLoad({ filter: /.*/, namespace: "built" }, () => ({ contents, loader: "js", resolveDir: rooms }));
    },
  };
}

// Also run by itself, before the suites.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  if (isTestingStale()) await buildTesting();
}
