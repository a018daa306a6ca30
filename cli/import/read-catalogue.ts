import { assemble } from "./assemble.ts";
import { CannotRun } from "./cannot-run.ts";
import type { Catalogue } from "./catalogue.ts";
import { readHeader, type SourceRow } from "./column.ts";
import type { ReaderOptions, RowReader } from "./drafts.ts";
import { describeHeaderProblem, type Format, recognise } from "./recognise.ts";

/**
 * Rows of a file, the header first, as a catalogue. Throws `CannotRun` with a plain sentence where the header cannot be
 * read; refused rows are in the catalogue.
 */
export async function readCatalogue(
  rows: AsyncIterable<SourceRow> | Iterable<SourceRow>,
  wanted: Format | "auto",
  options: ReaderOptions,
): Promise<{ format: Format; catalogue: Catalogue }> {
  let opened: { format: Format; reader: RowReader; width: number } | null = null;
  const headerWarnings: Catalogue["warnings"] = [];
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
  const catalogue = assemble(opened.reader.finish());
  return { format: opened.format, catalogue: { ...catalogue, warnings: [...headerWarnings, ...catalogue.warnings] } };
}
