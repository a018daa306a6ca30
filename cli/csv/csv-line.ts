import { stringify } from "csv-stringify/sync";

/** What some readers would take for something else than the cell, beside what RFC 4180 has quoted. */
const NEEDS_QUOTES = /[;\t\r\n]|^\s|\s$/u;

/** One line of CSV (RFC 4180), its end included. Cells are given as they shall be read. */
export function csvLine(cells: readonly string[]): string {
  return stringify([[...cells]], { record_delimiter: "windows", quoted_match: NEEDS_QUOTES });
}
