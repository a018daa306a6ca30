/** Largest file that is read, in bytes. */
export const FILE_BYTES_MAX = 200 * 1024 * 1024;

/** Most rows of a file, the header not counted. All of them are in memory before the first is sent. */
export const ROWS_MAX = 1_000_000;

/** Longest single row, in characters: a quote that is never closed swallows the rest of the file. */
export const ROW_CHARACTERS_MAX = 1024 * 1024;

/** Longest SKU or product id, in characters (DESIGN section 2). */
export const ID_LENGTH_MAX = 128;

/** Largest figure, either sign (DESIGN section 3). */
export const FIGURE_MAX = 1_000_000_000;

/** Rows of one bulk request; the server takes no more. */
export const BATCH_ROWS_MAX = 100;

/** SKUs that one dry run of products may take as existing; the server takes no more. */
export const BATCH_ASSUMED_SKUS_MAX = 1_000;

/** Bytes of one bulk request: the server's 1 MiB less room for what stands around the rows. */
export const BATCH_BYTES_MAX = 1024 * 1024 - 8 * 1024;

/** Up to that many lines the report on the terminal has every row; above, only what needs a look. */
export const REPORT_LINES_MAX = 40;

/** Refusals and warnings on the terminal; the report file always has all of them. */
export const REPORT_PROBLEMS_MAX = 1_000;
