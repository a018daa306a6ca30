import { createRequire } from "node:module";
import { availableParallelism, cpus } from "node:os";
import type { Thoroughness } from "./measures/bench.ts";
import type { Setting } from "./report/results.ts";

/** What is measured on and with. */
export function settingOf({ rounds, roundMs }: Thoroughness): Setting {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? "unknown",
    node: process.versions.node,
    workerd: workerdVersion(),
    rounds,
    roundSeconds: roundMs / 1_000,
  };
}

/** Of the workerd that miniflare starts. */
function workerdVersion(): string {
  const require = createRequire(createRequire(import.meta.url).resolve("miniflare"));
  const workerd: unknown = require("workerd");
  if (typeof workerd !== "object" || workerd === null || !("version" in workerd)) return "unknown";
  return String(workerd.version);
}
