import { createWriteStream } from "node:fs";
import { basename, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CannotRun } from "../client/cannot-run.ts";
import { createProgress } from "../client/progress.ts";
import { inWords, type ServerAsked, type ServerOptions, serverOf } from "../client/server-of.ts";
import type { Surroundings } from "../client/surroundings.ts";
import { assemble } from "./assemble.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Drafts } from "./drafts.ts";
import { emptyOutcomes, type Outcomes } from "./outcome.ts";
import { type Placed, placeDrafts } from "./places.ts";
import { oneLine } from "./printable.ts";
import { readDrafts } from "./read-catalogue.ts";
import { readCsv } from "./read-csv.ts";
import type { Format } from "./recognise.ts";
import { makeReport, type Report, refusedCount } from "./report.ts";
import { reportLines } from "./report-csv.ts";
import { reportText } from "./report-text.ts";
import { sendCatalogue } from "./send.ts";
import type { SendOptions } from "./send-options.ts";

/** The command line, read. */
export interface ImportOptions extends ServerOptions {
  file: string;
  warehouse: string;
  createWarehouses: boolean;
  dryRun: boolean;
  report: string | undefined;
  format: Format | "auto";
}

/** 0: everything was taken. 1: it could not run, or not to its end. 2: some rows were refused. */
export type ExitCode = 0 | 1 | 2;

const DOCUMENT_LENGTH_MAX = 128;

async function writeReport(path: string, report: Report): Promise<void> {
  try {
    await pipeline(Readable.from(reportLines(report.entries)), createWriteStream(path));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotRun(`The report could not be written to ${path}: ${why}`, { cause: error });
  }
}

/** Kept with the movements. */
function documentOf(file: string): string {
  const named = oneLine(`import ${basename(file)}`);
  return [...named].slice(0, DOCUMENT_LENGTH_MAX).join("").trim();
}

/** Compares what the file says with the warehouses that there are, where that matters. */
async function place(
  { url, server }: ServerAsked,
  { format, drafts }: { format: Format; drafts: Drafts },
  { createWarehouses: create, dryRun }: ImportOptions,
): Promise<Placed> {
  const isByName = format === "shopify-inventory";
  if (!isByName && !create) return { drafts, assumed: new Set() };
  try {
    return await placeDrafts(server, drafts, isByName, { create, dryRun });
  } catch (error) {
    throw inWords(error, url);
  }
}

/** Sends; gives the reason when the run was cut short. What was heard by then is in `outcomes`. */
async function send(
  { url, server }: ServerAsked,
  catalogue: Catalogue,
  options: SendOptions,
  outcomes: Outcomes,
  isTerminal: boolean,
): Promise<CannotRun | null> {
  const progress = createProgress("Importing", isTerminal);
  progress.start(catalogue.skus.length + catalogue.replenishments.length + catalogue.products.length);
  try {
    await sendCatalogue(server, catalogue, { ...options, onProgress: progress.advance }, outcomes);
    return null;
  } catch (error) {
    const known = inWords(error, url);
    if (known instanceof CannotRun) return known;
    throw error;
  } finally {
    progress.stop();
  }
}

async function run(options: ImportOptions, surroundings: Surroundings): Promise<ExitCode> {
  if (options.report !== undefined && resolve(options.report) === resolve(options.file)) {
    throw new CannotRun("--report names the file that is imported; it would be overwritten.");
  }
  // The whole file is read and compared before anything is sent: one that cannot be read to its end changes nothing.
  const read = await readDrafts(readCsv(options.file), options.format, options);
  const { format } = read;
  const asked = await serverOf(options, surroundings);
  const { drafts, assumed } = await place(asked, read, options);
  const catalogue = assemble(drafts);
  const outcomes = emptyOutcomes();
  const { dryRun } = options;
  const sending: SendOptions = { dryRun, document: documentOf(options.file), assumedWarehouses: assumed };
  const failure = await send(asked, catalogue, sending, outcomes, surroundings.isTerminal);
  const hasAnswers = outcomes.skus.size + outcomes.products.size + outcomes.replenishments.size > 0;
  if (failure !== null && !hasAnswers) throw failure;

  const report = makeReport(catalogue, outcomes);
  surroundings.out(reportText(report, format, options.dryRun));
  if (options.report !== undefined) await writeReport(options.report, report);
  if (failure !== null) {
    throw new CannotRun(
      `${failure.message}\nThe import ended early. Run it again: what is done already will be found unchanged.`,
    );
  }
  return refusedCount(report) > 0 ? 2 : 0;
}

/** Imports one file and tells what became of it. Never throws but for a bug. */
export async function runImport(options: ImportOptions, surroundings: Surroundings): Promise<ExitCode> {
  try {
    return await run(options, surroundings);
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    surroundings.error(`${error.message}\n`);
    return 1;
  }
}
