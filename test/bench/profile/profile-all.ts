import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../measures/bench.ts";
import { SCENARIOS } from "../measures/scenario.ts";
import type { BenchOptions } from "../options.ts";
import { table } from "../report/table.ts";
import { profileScenario } from "./profile-scenario.ts";
import type { SelfTime } from "./self-times.ts";

const FOLDERS_TOLD = 12;
const FUNCTIONS_TOLD = 30;

/** Profiles every scenario that was asked for, and tells the functions that take the most time. */
export async function profileAll(bench: Bench, { only, profile }: BenchOptions): Promise<string> {
  const folder = typeof profile === "string" ? profile : null;
  if (folder !== null) mkdirSync(folder, { recursive: true });
  const parts: string[] = [];
  for (const scenario of SCENARIOS.filter(({ name }) => only.includes(name))) {
    const file = folder === null ? null : join(folder, `${scenario.name}.cpuprofile`);
    const { folders, functions } = await profileScenario(bench, scenario, file);
    parts.push(`${scenario.title}:`, timesTable("folder", folders.slice(0, FOLDERS_TOLD)));
    parts.push(timesTable("function", functions.slice(0, FUNCTIONS_TOLD)));
  }
  return parts.join("\n\n");
}

function timesTable(head: string, times: readonly SelfTime[]): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return table(
    [
      ["self", "right"],
      ["total", "right"],
      [head, "left"],
    ],
    times.map(({ share, total, place }) => [percent(share), percent(total), place]),
  );
}
