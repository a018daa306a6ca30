import { fileURLToPath } from "node:url";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import type { BrowserConfigOptions } from "vitest/node";
import { secondCopy } from "./test/sdk/second-copy.ts";
import { launchChromium } from "./test/widget/launch-chromium.ts";
import { servedPages } from "./test/widget/served-pages.ts";

// Set before the plugin starts its runtime: the suites need nothing from a network and report nothing.
process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
process.env.WRANGLER_SEND_METRICS = "false";
process.env.X_LOCAL_OBSERVABILITY = "false";

/** Runtimes at a time: one for each core. The default spares one, which on a small machine is half of all. */
const maxWorkers = "100%";

/** What users import as `onhand/testing`, as it is published: `npm run assets` builds it. */
const builtTesting = { "onhand/testing": fileURLToPath(new URL("dist/testing/index.js", import.meta.url)) };

/** The client's suite, whose every promise holds in each of the runtimes. What asks the real Worker stands apart. */
const client = { include: ["test/sdk/**/*.test.ts"], exclude: ["test/sdk/worker/**"] };

/** Suites that run in Node and in Chromium. */
const anywhere = [...client.include, "test/testing/**/*.test.ts"];

const launchOptions = await launchChromium();

/** Made anew for each project: what is given is written into. */
function chromium(): BrowserConfigOptions {
  return {
    enabled: true,
    headless: true,
    provider: playwright({ launchOptions }),
    instances: [{ browser: "chromium" }],
    // Nothing is written beside the sources.
    screenshotFailures: false,
  };
}

export default defineConfig({
  test: {
    projects: [
      {
        // The pure rules need no storage of their own for each file: one runtime for all of them is much faster.
        plugins: [cloudflareTest({ miniflare: { compatibilityDate: "2026-11-01" } })],
        test: {
          name: "core",
          include: ["test/worker/core/**/*.test.ts", "test/demo/shop/**/*.test.ts"],
          setupFiles: ["test/worker/in-workerd.ts"],
          isolate: false,
          maxWorkers,
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              // As in wrangler.toml, but for the second that the queue waits for more: many tests wait for what it brings.
              queueConsumers: {
                "onhand-outbox": {
                  maxBatchSize: 50,
                  maxBatchTimeout: 0.05,
                  maxRetries: 5,
                  retryDelay: 10,
                  deadLetterQueue: "onhand-dead",
                },
                "onhand-notices": {
                  maxBatchSize: 20,
                  maxBatchTimeout: 0.05,
                  maxRetries: 5,
                  retryDelay: 10,
                  deadLetterQueue: "onhand-dead",
                },
                "onhand-dead": { maxBatchSize: 50, maxBatchTimeout: 0.05, maxRetries: 100, retryDelay: 60 },
              },
              bindings: {
                ADMIN_KEY: "onh_sk_test0000000000000000000000000000000000000000000",
                DEMO: "true",
                PUBLIC_URL: "https://onhand.test",
                MAIL_FROM: "Loam <stock@shop.example>",
                MAIL_OUTBOX: "true",
                WEBHOOKS_TO_LOOPBACK: "true",
                // Stories of the simulation, and a seed to play some again.
                SIM_RUNS: process.env.SIM_RUNS ?? "30",
                SIM_SEED: process.env.SIM_SEED ?? "NaN",
                TEST_MIGRATIONS: await readD1Migrations("./worker/catalogue/migrations"),
              },
            },
          })),
        ],
        resolve: { alias: builtTesting },
        test: {
          name: "worker",
          exclude: ["test/worker/core/**", "test/demo/shop/**"],
          include: [
            "test/worker/**/*.test.ts",
            "test/sdk/worker/**/*.test.ts",
            "test/sim/**/*.test.ts",
            "test/demo/**/*.test.ts",
          ],
          setupFiles: ["test/worker/setup.ts"],
          maxWorkers,
          // One module for each package instead of hundreds: every file of tests has a runtime of its own and loads them anew.
          deps: {
            optimizer: {
              ssr: {
                enabled: true,
                include: [
                  "@hono/zod-openapi",
                  "csv-stringify/browser/esm/sync",
                  "hono",
                  "hono/accepts",
                  "hono/body-limit",
                  "hono/cors",
                  "hono/html",
                  "hono/http-exception",
                  "hono/jwt",
                ],
              },
            },
          },
        },
      },
      {
        plugins: [
          cloudflareTest({
            miniflare: {
              compatibilityDate: "2026-11-01",
              // SQLite of the test server: a Worker gets it compiled.
              modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
            },
          }),
          secondCopy(),
        ],
        resolve: { alias: builtTesting },
        test: {
          name: "workerd",
          ...client,
          setupFiles: ["test/worker/in-workerd.ts"],
          isolate: false,
          maxWorkers,
        },
      },
      {
        plugins: [secondCopy()],
        resolve: { alias: builtTesting },
        test: { name: "node", environment: "node", ...client, include: anywhere, maxWorkers },
      },
      {
        plugins: [secondCopy()],
        resolve: { alias: builtTesting },
        test: {
          name: "browser",
          ...client,
          include: anywhere,
          sequence: { groupOrder: 2 },
          browser: chromium(),
          api: { port: 0 },
        },
      },
      {
        plugins: [servedPages()],
        optimizeDeps: { include: ["lit", "axe-core"] },
        test: {
          name: "widget",
          include: ["test/widget/**/*.test.ts"],
          setupFiles: ["test/widget/setup.ts"],
          // A browser beside whole processes makes both late.
          sequence: { groupOrder: 2 },
          browser: { ...chromium(), viewport: { width: 800, height: 600 } },
          api: { port: 0 },
        },
      },
      {
        test: {
          name: "process",
          environment: "node",
          include: ["test/process/**/*.test.ts", "test/cli/**/*.test.ts"],
          // Each starts whole processes, which a small machine runs neither fast nor beside other suites.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "package",
          environment: "node",
          include: ["test/package/**/*.test.ts", "test/extending/**/*.test.ts"],
          // Builds, packs and installs the package, once for all of them.
          globalSetup: ["test/package/packed-package.ts"],
          fileParallelism: false,
          sequence: { groupOrder: 4 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          environment: "node",
          include: ["test/e2e/**/*.test.ts"],
          // A server and a browser at once, and seconds that are measured: nothing else may run beside them.
          fileParallelism: false,
          sequence: { groupOrder: 3 },
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
});
