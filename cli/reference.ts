import { referenceFolder, writeReference } from "./build/reference.ts";

try {
  await writeReference(referenceFolder);
  console.log("docs/reference    what the package exports, from its docstrings");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
