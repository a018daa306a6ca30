import { CannotRun } from "../client/cannot-run.ts";
import { createProgress } from "../client/progress.ts";
import { inWords, type ServerOptions, serverOf } from "../client/server-of.ts";
import type { Surroundings } from "../client/surroundings.ts";
import { type Exported, type ExportFormat, exportLines } from "./lines.ts";
import { putOutWhole, writeWhole } from "./whole-file.ts";

/** The command line, read. */
export interface ExportOptions extends ServerOptions {
  /** `undefined` or `-`: the standard output. */
  file: string | undefined;
  format: ExportFormat;
  figures: boolean;
}

/** 0: everything was written. 1: nothing was. */
export type ExportCode = 0 | 1;

async function run(options: ExportOptions, surroundings: Surroundings): Promise<void> {
  const { file, format, figures } = options;
  const { url, server } = await serverOf(options, surroundings);
  const progress = createProgress("Exporting", surroundings.isTerminal);
  const exported: Exported = { skus: 0, products: 0 };
  const lines = exportLines(server, { format, figures, onProgress: progress.advance }, exported);
  const isToFile = file !== undefined && file !== "-";
  progress.start(null);
  try {
    if (isToFile) await writeWhole(file, lines);
    else await putOutWhole(surroundings.out, lines);
  } catch (error) {
    throw inWords(error, url);
  } finally {
    progress.stop();
  }
  if (isToFile) surroundings.out(`${summary(exported)} exported to ${file} (${format}).\n`);
}

function summary({ skus, products }: Exported): string {
  const count = (number: number, one: string) => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;
  return `${count(skus, "SKU")} and ${count(products, "product")}`;
}

/** Exports to one file, as a whole or not at all. Never throws but for a bug. */
export async function runExport(options: ExportOptions, surroundings: Surroundings): Promise<ExportCode> {
  try {
    await run(options, surroundings);
    return 0;
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    surroundings.error(`${error.message}\nNothing was written.\n`);
    return 1;
  }
}
