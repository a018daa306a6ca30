import { CannotRun } from "../client/cannot-run.ts";
import { assemble } from "./assemble.ts";
import type { Catalogue } from "./catalogue.ts";
import { readHeader, type SourceRow } from "./column.ts";
import type { Drafts, ReaderOptions, RowReader } from "./drafts.ts";
import { describeHeaderProblem, type Format, recognise } from "./recognise.ts";

/**
 * Rows of a file, the header first, as what each says by itself. Throws `CannotRun` with a plain sentence where the
 * header cannot be read; refused rows are in the drafts.
 */
export async function readDrafts(
  rows: AsyncIterable<SourceRow> | Iterable<SourceRow>,
  wanted: Format | "auto",
  options: ReaderOptions,
): Promise<{ format: Format; drafts: Drafts }> {
  let opened: { format: Format; reader: RowReader; width: number } | null = null;
  const headerWarnings: Drafts["warnings"] = [];
  for await (const row of rows) {
    if (opened === null) {
      const header = readHeader(row.cells);
      const recognition = recognise(header, wanted, options);
      if (!recognition.ok) throw new CannotRun(describeHeaderProblem(recognition.problem));
      headerWarnings.push(...recognition.warnings);
      opened = { format: recognition.format, reader: recognition.reader, width: header.width };
    } else if (row.cells.length === opened.width) {
      opened.reader.read(row);
    } else {
      // Too short or too long, even by an empty cell: a quote or a comma went astray ("1,5" for a figure), and what
      // stands in a column is not what belongs there.
      opened.reader.readBroken(row, { code: "cell_count", cells: row.cells.length, expected: opened.width });
    }
  }
  if (opened === null) throw new CannotRun("The file is empty.");
  const drafts = opened.reader.finish();
  return { format: opened.format, drafts: { ...drafts, warnings: [...headerWarnings, ...drafts.warnings] } };
}

/** The same, compared and settled. */
export async function readCatalogue(
  ...parameters: Parameters<typeof readDrafts>
): Promise<{ format: Format; catalogue: Catalogue }> {
  const { format, drafts } = await readDrafts(...parameters);
  return { format, catalogue: assemble(drafts) };
}
