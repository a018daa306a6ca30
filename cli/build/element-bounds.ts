/** Most bytes of the file that a page names, minified and gzipped: what it loads before anything is painted. */
export const ELEMENT_GZIP_BYTES_MAX = 10_240;
/** The same for all that a line of availability takes, its texts in one language and the client of the API included. */
export const LINE_GZIP_BYTES_MAX = 18_000;
