import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Catalogue } from "../../../cli/import/catalogue.ts";
import { readCatalogue } from "../../../cli/import/read-catalogue.ts";
import { readCsv } from "../../../cli/import/read-csv.ts";
import type { Format } from "../../../cli/import/recognise.ts";

/** Calls `use` with the path of a file that has this content, and takes the file away again. */
export async function withFile<Result>(
  content: string | Uint8Array,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "onhand-import-"));
  try {
    const path = join(folder, "file.csv");
    await writeFile(path, content);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The catalogue of a file with this content, its warehouse `main`. */
export async function catalogueOf(content: string, format: Format | "auto" = "auto"): Promise<Catalogue> {
  return withFile(content, async (path) => {
    const read = await readCatalogue(readCsv(path), format, { warehouse: "main" });
    return read.catalogue;
  });
}

/** Path of a fixture of this folder. */
export function fixture(name: string): string {
  return new URL(`fixtures/${name}`, import.meta.url).pathname;
}

/** The catalogue of a fixture. */
export async function catalogueOfFixture(name: string): Promise<Catalogue> {
  const read = await readCatalogue(readCsv(fixture(name)), "auto", { warehouse: "main" });
  return read.catalogue;
}

/** SKU and on-hand figure of everything in the catalogue; `null` where the file gives no figure. */
export function figuresOf(catalogue: Catalogue): Record<string, number | null> {
  return Object.fromEntries(catalogue.skus.map(({ request }) => [request.sku, request.levels?.[0]?.onHand ?? null]));
}

/** Line and code of every refusal. */
export function refusalsOf(catalogue: Catalogue): [line: number, code: string][] {
  return catalogue.refusals.map(({ line, reason }) => [line, reason.code]);
}
