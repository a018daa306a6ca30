import { MEASURED_IMPORTS, type MeasuredSize, measureImport, SOURCES_BY_NAME } from "./build/measured-imports.ts";
import { repositoryRoot } from "./build/repository-root.ts";
import { sizeTable } from "./build/size-table.ts";

try {
  const sizes: MeasuredSize[] = [];
  for (const imported of MEASURED_IMPORTS) sizes.push(await measureImport(imported, repositoryRoot, SOURCES_BY_NAME));
  console.log(sizeTable(sizes));
  if (MEASURED_IMPORTS.some(({ gzipBytesMax }, at) => (sizes[at]?.gzipBytes ?? 0) > gzipBytesMax)) {
    throw new Error("one is larger than it may be");
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
