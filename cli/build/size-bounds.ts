/** Most bytes of the file that a page names, minified and gzipped: what it loads before anything is painted. */
export const ELEMENT_GZIP_BYTES_MAX = 10_240;
/** The same for all that a line of availability takes, its texts in one language and the client of the API included. */
export const LINE_GZIP_BYTES_MAX = 15_360;

/** Most bytes, minified and gzipped, that the whole client of a shop page adds to a shop's own script. */
export const STOREFRONT_GZIP_BYTES_MAX = 3_584;
/** The same for a page that asks for availability and nothing else. */
export const AVAILABILITY_GZIP_BYTES_MAX = 2_048;
/** The same for the client of a shop's server, which has every call. */
export const ADMIN_GZIP_BYTES_MAX = 5_376;
/** The same for a receiver of webhooks. */
export const WEBHOOK_VERIFICATION_GZIP_BYTES_MAX = 700;
