import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../../cli/build/repository-root.ts";
import { type Fence, fencesOf } from "./markdown-samples.ts";

/** The documents whose samples are compiled, and run where they say so. */
const DOCUMENTS: readonly string[] = [
  "README.md",
  "docs/back-in-stock.md",
  "docs/sdk.md",
  "docs/webhooks.md",
  "docs/widget.md",
];

/** A document with its samples. */
export interface SampleDocument {
  readonly path: string;
  readonly fences: readonly Fence[];
}

/** Reads the documents. Throws where a comment before a sample says what it cannot say. */
export function readDocuments(): SampleDocument[] {
  return DOCUMENTS.filter((path) => existsSync(join(repositoryRoot, path))).map((path) => ({
    path,
    fences: fencesOf(readFileSync(join(repositoryRoot, path), "utf8")),
  }));
}
