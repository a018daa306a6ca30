import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptionsShape } from "miniflare";
import { repositoryRoot } from "../../cli/build/repository-root.ts";
import { runTool } from "../../cli/build/run-tool.ts";
import { applyMigrations } from "../../cli/serve/migrations.ts";

const adminKey = "onh_sk_extending000000000000000000000000000000000000000";
const migrations = "worker/catalogue/migrations";
const types = "node_modules/@cloudflare/workers-types";

/** A shop's folder with a Worker of its own, and the package in `node_modules` as npm would put it there. */
export interface ShopFolder {
  readonly path: string;
  remove(): void;
}

/** Puts the example's files and those of the tests beside the packed package, installed in `project`. */
export function installShop(project: string): ShopFolder {
  const path = mkdtempSync(join(tmpdir(), "onhand-shop-"));
  cpSync(join(repositoryRoot, "docs/examples/own-worker"), path, { recursive: true });
  cpSync(join(repositoryRoot, "test/extending/workers"), path, { recursive: true });
  cpSync(join(project, "node_modules"), join(path, "node_modules"), { recursive: true });
  mkdirSync(join(path, "node_modules/@cloudflare"));
  symlinkSync(join(repositoryRoot, types), join(path, types));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Checks the Worker files against the types of the package. Rejects with what is wrong. */
export async function typeCheck({ path }: ShopFolder): Promise<void> {
  await run("typescript", "bin/tsc", ["--project", join(path, "tsconfig.json")]);
}

/** What the shop's purchasing was told. */
export interface Purchase {
  path: string;
  sku: string;
  channel: string;
  left: number;
}

/** The shop's Worker, running. */
export interface RunningShop {
  admin(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  readonly purchases: readonly Purchase[];
  /** Subjects of the mails that were made, the newest first. */
  subjects(): Promise<string[]>;
  /** What the Worker has written to its log. */
  readonly logged: readonly string[];
  /** The bundle that runs. */
  readonly script: string;
  stop(): Promise<void>;
}

/** Bundles a Worker file with wrangler as a deployment would, and runs it with an empty database. */
export async function startShop({ path }: ShopFolder, file: string): Promise<RunningShop> {
  const config = join(path, "wrangler.toml");
  const bundled = join(path, "bundled", file);
  await run("wrangler", "bin/wrangler.js", [
    "deploy",
    join(path, file),
    "--dry-run",
    "--config",
    config,
    "--outdir",
    bundled,
  ]);
  const scriptPath = join(bundled, file.replace(/\.ts$/, ".js"));
  const purchases: Purchase[] = [];
  const logged: string[] = [];
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      log: new Log(LogLevel.NONE),
      telemetry: { enabled: false },
      handleStructuredLogs: ({ message }) => {
        logged.push(message);
      },
      workers: [
        {
          ...(await workerOptions(config)),
          name: "shop-stock",
          modules: true,
          scriptPath,
          rootPath: path,
          bindings: {
            ADMIN_KEY: adminKey,
            CLIENT_ADDRESS_HEADER: "",
            PUBLIC_URL: "https://stock.shop.example",
            MAIL_FROM: "Shop <stock@shop.example>",
            MAIL_OUTBOX: "true",
          },
          serviceBindings: {
            ASSETS: () => new Response(null, { status: 404 }),
            PURCHASING: async (request: Request) => {
              // What the example's Worker sends.
              const told = (await request.json()) as Omit<Purchase, "path">;
              purchases.push({ path: new URL(request.url).pathname, ...told });
              return new Response(null, { status: 204 });
            },
          },
        },
      ],
    }),
  );
  const origin = await miniflare.ready;
  await applyMigrations(await miniflare.getD1Database("DB"), join(path, "node_modules/onhand", migrations));
  return {
    purchases,
    subjects: async () => {
      const page = await (await fetch(new URL("/outbox", origin))).text();
      return [...page.matchAll(/href="\/outbox\/\d+"><bdi>([^<]*)</g)].map(([, subject = ""]) => subject);
    },
    logged,
    script: readFileSync(scriptPath, "utf8"),
    stop: () => miniflare.dispose(),
    async admin(method, requested, body) {
      const answer = await fetch(new URL(requested, origin), {
        method,
        headers: {
          authorization: `Bearer ${adminKey}`,
          "content-type": "application/json",
          "idempotency-key": crypto.randomUUID(),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: await answer.json() };
    },
  };
}

/** What wrangler.toml binds, without what the test gives otherwise. */
async function workerOptions(config: string): Promise<V4WorkerOptionsShape> {
  const { unstable_getMiniflareWorkerOptions, unstable_readConfig } = await import("wrangler");
  // What comes of it has lost its keys in the type; this is the type it was made from.
  const read = unstable_getMiniflareWorkerOptions(unstable_readConfig({ config }))
    .workerOptions as V4WorkerOptionsShape;
  const { modulesRules: _, assets: __, serviceBindings: ___, ...options } = read;
  return options;
}

async function run(packageName: string, command: string, parameters: readonly string[]): Promise<void> {
  const { exitCode, output } = await runTool(packageName, command, parameters);
  if (exitCode !== 0) throw new Error(`${packageName} failed:\n${output.trim()}`);
}
