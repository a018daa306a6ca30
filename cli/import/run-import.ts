import { createWriteStream } from "node:fs";
import { basename, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isOnhandError } from "../../sdk/index.ts";
import { CannotRun } from "./cannot-run.ts";
import type { Catalogue } from "./catalogue.ts";
import { connect } from "./connect.ts";
import { explainFailure } from "./explain-failure.ts";
import { findKey, KEY_VARIABLE } from "./find-key.ts";
import { emptyOutcomes, type Outcomes } from "./outcome.ts";
import { oneLine } from "./printable.ts";
import { createProgress } from "./progress.ts";
import { readCatalogue } from "./read-catalogue.ts";
import { readCsv } from "./read-csv.ts";
import type { Format } from "./recognise.ts";
import { makeReport, type Report, refusedCount } from "./report.ts";
import { reportLines } from "./report-csv.ts";
import { reportText } from "./report-text.ts";
import { sendCatalogue } from "./send.ts";

/** The command line, read. */
export interface ImportOptions {
  file: string;
  url: string;
  key: string | undefined;
  data: string;
  warehouse: string;
  dryRun: boolean;
  report: string | undefined;
  format: Format | "auto";
}

/** What a run needs of the process around it. */
export interface Surroundings {
  environment: Readonly<Record<string, string | undefined>>;
  out: (text: string) => void;
  error: (text: string) => void;
  /** Someone watches: both outputs are terminals. */
  isTerminal: boolean;
}

/** 0: everything was taken. 1: it could not run, or not to its end. 2: some rows were refused. */
export type ExitCode = 0 | 1 | 2;

const DOCUMENT_LENGTH_MAX = 128;

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new CannotRun(`--url "${text}" is not an address such as http://127.0.0.1:8787.`);
  }
  if (url.username !== "" || url.password !== "") throw new CannotRun("--url has a name or password in it.");
  return url;
}

async function writeReport(path: string, report: Report): Promise<void> {
  try {
    await pipeline(Readable.from(reportLines(report.entries)), createWriteStream(path));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotRun(`The report could not be written to ${path}: ${why}`, { cause: error });
  }
}

/** Sends; gives the reason when the run was cut short. What was heard by then is in `outcomes`. */
async function send(
  catalogue: Catalogue,
  outcomes: Outcomes,
  options: ImportOptions,
  surroundings: Surroundings,
): Promise<CannotRun | null> {
  const url = parseUrl(options.url);
  const { given, environment } = { given: options.key, environment: surroundings.environment[KEY_VARIABLE] };
  const key = await findKey(url, { given, environment, dataFolder: options.data });
  const server = connect(url, key);
  const progress = createProgress(surroundings.isTerminal);
  const named = oneLine(`import ${basename(options.file)}`);
  const document = [...named].slice(0, DOCUMENT_LENGTH_MAX).join("").trim();
  progress.start(catalogue.skus.length + catalogue.products.length);
  try {
    const { dryRun } = options;
    await sendCatalogue(server, catalogue, { dryRun, document, onProgress: progress.advance }, outcomes);
    return null;
  } catch (error) {
    if (error instanceof CannotRun) return error;
    if (isOnhandError(error)) return explainFailure(error, url);
    throw error;
  } finally {
    progress.stop();
  }
}

async function run(options: ImportOptions, surroundings: Surroundings): Promise<ExitCode> {
  if (options.report !== undefined && resolve(options.report) === resolve(options.file)) {
    throw new CannotRun("--report names the file that is imported; it would be overwritten.");
  }
  // The whole file is read and compared before the first request: a file that cannot be read to its end changes nothing.
  const { format, catalogue } = await readCatalogue(readCsv(options.file), options.format, options);
  const outcomes = emptyOutcomes();
  const failure = await send(catalogue, outcomes, options, surroundings);
  const hasAnswers = outcomes.skus.size + outcomes.products.size > 0;
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
