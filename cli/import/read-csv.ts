import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { CannotRun } from "../client/cannot-run.ts";
import { FILE_BYTES_MAX, ROW_CHARACTERS_MAX, ROWS_MAX } from "./bounds.ts";
import type { SourceRow } from "./column.ts";

const HEAD_BYTES = 64 * 1024;

/** Ends of line as `\n`: csv-parse counts the two characters of a CRLF inside quotes as two lines. */
async function* decode(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let kept = "";
  for await (const chunk of chunks) {
    const text = kept + decoder.decode(chunk, { stream: true });
    kept = text.endsWith("\r") ? "\r" : "";
    yield text.slice(0, text.length - kept.length).replace(/\r\n?/g, "\n");
  }
  yield (kept + decoder.decode()).replace(/\r\n?/g, "\n");
}

/** The separator that the first line has most of, outside quotes; a comma when in doubt. */
function separatorOf(head: string): string {
  const [line = ""] = head
    .replace(/"[^"]*"/g, "")
    .trimStart()
    .split(/[\r\n]/, 1);
  const count = (separator: string) => line.split(separator).length;
  return [";", "\t"].reduce((best, each) => (count(each) > count(best) ? each : best), ",");
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function checkFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new CannotRun(`There is no file ${path}, or it cannot be read.`);
  if (!found.isFile()) throw new CannotRun(`${path} is not a file.`);
  if (found.size > FILE_BYTES_MAX) {
    throw new CannotRun(`${path} is larger than ${FILE_BYTES_MAX / 1024 / 1024} MB. Split it and import the parts.`);
  }
}

/** What went wrong while reading, as a sentence. */
function readingFailure(error: unknown, path: string): CannotRun {
  if (error instanceof CannotRun) return error;
  const where = error instanceof CsvError && typeof error.lines === "number" ? ` near line ${error.lines}` : "";
  if (error instanceof CsvError && error.code === "CSV_QUOTE_NOT_CLOSED") {
    return new CannotRun(`${path} is not CSV: a quote opened${where} is never closed.`, { cause: error });
  }
  if (error instanceof CsvError && error.code === "CSV_MAX_RECORD_SIZE") {
    return new CannotRun(`${path} has a row of more than a million characters${where}: a quote that is not closed?`, {
      cause: error,
    });
  }
  if (error instanceof CsvError) {
    return new CannotRun(`${path} is not CSV: a quote stands where none may be${where}.`, { cause: error });
  }
  if (error instanceof TypeError) {
    return new CannotRun(`${path} is not text in UTF-8. If a spreadsheet wrote it, save it as "CSV UTF-8".`, {
      cause: error,
    });
  }
  return new CannotRun(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
  });
}

/**
 * The rows of a CSV file in order, the header first, read as a stream. Text is UTF-8, or UTF-16 with a byte order mark;
 * cells are separated by comma, semicolon or tab (what the header has most of); blank rows are left out.
 *
 * Throws `CannotRun` when the file is missing, too large, not text or not CSV: nothing is taken from a file that cannot
 * be read to its end.
 */
export async function* readCsv(path: string): AsyncGenerator<SourceRow> {
  await checkFile(path);
  try {
    const head = await readHead(path);
    const encoding =
      head[0] === 0xff && head[1] === 0xfe ? "utf-16le" : head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : "utf-8";
    const parser = parse({
      delimiter: separatorOf(new TextDecoder(encoding).decode(head)),
      info: true,
      // Padding stands outside the quotes: `  "a"  ,` is one cell.
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: "\n",
      max_record_size: ROW_CHARACTERS_MAX,
    });
    // The parser carries the error of whichever stage failed; the callback only keeps it from being thrown twice.
    pipeline(Readable.from(decode(createReadStream(path), encoding)), parser, () => {});
    let rows = -1;
    for await (const each of parser) {
      // csv-parse types what it iterates as `any`; with `info` and no `columns` it is this.
      const { record, info } = each as { record: string[]; info: { lines: number } };
      const cells = record.map((cell) => cell.trim());
      if (cells.every((cell) => cell === "")) continue;
      rows += 1;
      if (rows > ROWS_MAX) {
        throw new CannotRun(
          `${path} has more than ${ROWS_MAX.toLocaleString("en")} rows. Split it and import the parts.`,
        );
      }
      // `lines` is where the record ends.
      const breaks = record.reduce((sum, cell) => sum + (cell.split("\n").length - 1), 0);
      yield { line: info.lines - breaks, cells };
    }
    if (rows === -1) throw new CannotRun(`${path} is empty.`);
  } catch (error) {
    throw readingFailure(error, path);
  }
}
