import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Results } from "../../bench/report/results.ts";
import { killGroup, livingProcesses } from "../process-group.ts";

// That it runs and measures what it says, not how fast anything is.

const repositoryRoot = resolve(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "onhand-bench-test-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a short run has every answer as expected on both sides, and leaves nothing behind", async () => {
  const json = join(folder, "results.json");
  const before = workplaces();
  const effort = ["--rounds", "1", "--seconds", "0.5", "--connections", "8"];
  const run = launch(["--only", "hot", ...effort, "--json", json]);
  expect(await run.exited, run.output()).toBe(0);
  // Written by the run that has just ended.
  const results = JSON.parse(readFileSync(json, "utf8")) as Results & { faults: string[]; bars: unknown[] };
  expect(results.faults).toEqual([]);
  expect(results.bars).toHaveLength(1);
  const [hot] = results.throughput;
  for (const side of [hot?.onhand, hot?.minimal]) {
    expect(side?.perSecond).toBeGreaterThan(0);
    expect(side?.unitsHeld.stored).toBeGreaterThan(0);
    expect(side?.unitsHeld.stored).toBe(side?.unitsHeld.answered);
  }
  expect(run.output()).toContain("| reservations on one hot SKU |");
  expect(livingProcesses(run.group)).toEqual([]);
  expect(workplaces()).toEqual(before);
});

test("an interrupted run ends at once, and leaves nothing behind", async () => {
  const before = workplaces();
  const run = launch(["--only", "hot", "--seconds", "30"]);
  await run.untilPrinted("warming up");
  run.child.kill("SIGINT");
  expect(await run.exited, run.output()).toBe(130);
  expect(livingProcesses(run.group)).toEqual([]);
  expect(workplaces()).toEqual(before);
});

test("a name that is no measurement is refused", async () => {
  const run = launch(["--only", "hot,cold"]);
  expect(await run.exited).toBe(1);
  expect(run.output()).toContain('"cold" is none of them');
});

interface Run {
  readonly child: ChildProcess;
  readonly group: number;
  readonly exited: Promise<number | null>;
  output(): string;
  /** Resolves when a text has been printed, or it has ended. */
  untilPrinted(text: string): Promise<void>;
}

function launch(parameters: readonly string[]): Run {
  const child = spawn(process.execPath, [join(repositoryRoot, "test/bench/bench.ts"), ...parameters], {
    cwd: repositoryRoot,
    detached: true, // A process group of its own, of which nothing may be left.
    stdio: ["ignore", "pipe", "pipe"],
  });
  const group = child.pid;
  if (group === undefined) throw new Error("the process could not be started");
  process.once("exit", () => killGroup(group));
  let printed = "";
  const printing: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      for (const told of printing.splice(0)) told();
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    child,
    group,
    exited,
    output: () => printed,
    untilPrinted: async (text) => {
      while (!printed.includes(text) && child.exitCode === null) {
        await Promise.race([exited, new Promise<void>((resolve) => printing.push(resolve))]);
      }
    },
  };
}

/** Folders that benchmarks work in. */
function workplaces(): string[] {
  const dist = join(repositoryRoot, "dist");
  return existsSync(dist) ? readdirSync(dist).filter((name) => name.startsWith(".bench-")) : [];
}
