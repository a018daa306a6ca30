import { Command, InvalidArgumentError, Option } from "commander";
import { SCENARIOS, type Scenario } from "./measures/scenario.ts";

/** What can be measured. */
export type MeasureName = Scenario["name"] | "ceiling" | "latency" | "inside" | "rows" | "aged";

/** The order in which it is measured. */
export const MEASURES: readonly MeasureName[] = [
  "ceiling",
  ...SCENARIOS.map(({ name }) => name),
  "latency",
  "inside",
  "rows",
  "aged",
];

/** How the benchmark was asked to run. */
export interface BenchOptions {
  readonly only: readonly MeasureName[];
  readonly rounds: number;
  readonly seconds: number;
  readonly connections?: number;
  /** Milliseconds that a call between objects takes in the latency run. */
  readonly latency: number;
  readonly latencyUnderWay: readonly number[];
  /** File for all results. */
  readonly json?: string;
  readonly strict: boolean;
  /** Folder for profiles, or `true` for none; then nothing is measured. */
  readonly profile?: string | true;
}

const ROUNDS_MAX = 100;
const SECONDS_MAX = 60;
const CONNECTIONS_MAX = 4_096;
const LATENCY_MAX_MS = 1_000;

/** The command line. */
export function benchCommand(run: (options: BenchOptions) => Promise<void>): Command {
  return new Command("bench")
    .description("Measures Onhand beside the least that counts stock in a Durable Object, on this machine.")
    .addOption(
      new Option("--only <names>", `measure these alone, with commas between: ${MEASURES.join(", ")}`)
        .argParser(namesOf)
        .default(MEASURES, "all"),
    )
    .option("--rounds <number>", "rounds of each side; odd is better, as medians are told", countOf(ROUNDS_MAX), 5)
    .option("--seconds <number>", "length of a round", secondsOf, 1.5)
    .option(
      "--connections <number>",
      "requests under way at a time, for every scenario; else 32, and 64 for the hot SKU",
      countOf(CONNECTIONS_MAX),
    )
    .option("--latency <ms>", "what a call between objects takes in the latency run", countOf(LATENCY_MAX_MS), 20)
    .option(
      "--latency-under-way <numbers>",
      "tried one after the other in the latency run",
      countsOf,
      [512, 2048, 4096],
    )
    .option("--json <file>", "write everything that was found, each round too")
    .option("--strict", "exit code 2 when a bar is missed", false)
    .option(
      "--profile [folder]",
      "tell where Onhand's time goes in the scenarios instead; in the folder, .cpuprofile files",
    )
    .addHelpText(
      "after",
      "\nExit code: 0 measured, 1 a wrong answer or figure, or could not run, 2 a bar missed (--strict).",
    )
    .allowExcessArguments(false)
    .action(run);
}

function namesOf(text: string): MeasureName[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !MEASURES.some((measure) => measure === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`"${unknown}" is none of them.`);
  return MEASURES.filter((measure) => names.includes(measure));
}

function countOf(max: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (!/^\d{1,6}$/.test(text) || count < 1 || count > max) {
      throw new InvalidArgumentError(`It is a whole number from 1 to ${max}.`);
    }
    return count;
  };
}

function countsOf(text: string): number[] {
  return text.split(",").map((each) => countOf(CONNECTIONS_MAX)(each.trim()));
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!/^\d{1,2}(\.\d{1,3})?$/.test(text) || seconds < 0.1 || seconds > SECONDS_MAX) {
    throw new InvalidArgumentError(`It is a number from 0.1 to ${SECONDS_MAX}.`);
  }
  return seconds;
}
