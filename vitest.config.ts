import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

// Set before the plugin starts its runtime: the suites need nothing from a network and report nothing.
process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
process.env.WRANGLER_SEND_METRICS = "false";
process.env.X_LOCAL_OBSERVABILITY = "false";

export default defineConfig({
  test: {
    projects: [
      {
        // The pure rules need no storage of their own for each file: one runtime for all of them is much faster.
        plugins: [cloudflareTest({ miniflare: { compatibilityDate: "2026-11-01" } })],
        test: {
          name: "core",
          include: ["test/worker/core/**/*.test.ts"],
          setupFiles: ["test/worker/in-workerd.ts"],
          isolate: false,
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                ADMIN_KEY: "onh_sk_test0000000000000000000000000000000000000000000",
                DEMO: "true",
                // Stories of the simulation, and a seed to play some again.
                SIM_RUNS: process.env.SIM_RUNS ?? "30",
                SIM_SEED: process.env.SIM_SEED ?? "NaN",
                TEST_MIGRATIONS: await readD1Migrations("./worker/catalogue/migrations"),
              },
            },
          })),
        ],
        test: {
          name: "worker",
          exclude: ["test/worker/core/**"],
          include: ["test/worker/**/*.test.ts", "test/sdk/**/*.test.ts", "test/sim/**/*.test.ts"],
          setupFiles: ["test/worker/setup.ts"],
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
    ],
  },
});
