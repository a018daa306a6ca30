/**
 * The part of csv-stringify that is used. Its own types bring those of Node along, which would let code that runs in a
 * Worker name what is not there.
 */
export function stringify(
  rows: readonly (readonly unknown[])[],
  options: { record_delimiter: "windows"; quoted_match: RegExp; cast: { boolean: (value: boolean) => string } },
): string;
