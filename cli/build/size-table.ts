import { MEASURED_IMPORTS, type MeasuredSize } from "./measured-imports.ts";

/** The sizes of `MEASURED_IMPORTS`, in their order, as the table that is printed and stands in the README. */
export function sizeTable(sizes: readonly MeasuredSize[]): string {
  const rows = MEASURED_IMPORTS.map(({ name, code, gzipBytesMax }, at) => {
    const { gzipBytes = Number.NaN, laterGzipBytes = Number.NaN } = sizes[at] ?? {};
    return [
      name,
      `\`${code}\``,
      inBytes(gzipBytes),
      inBytes(gzipBytesMax),
      laterGzipBytes > 0 ? inBytes(laterGzipBytes) : "",
    ];
  });
  const head = ["min + gzip", "", "size", "at most", "more once it is used"];
  return [head, ["---", "---", "---:", "---:", "---:"], ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function inBytes(bytes: number): string {
  return `${bytes.toLocaleString("en")} B`;
}
