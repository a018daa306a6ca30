import { resolve } from "node:path";

/** The folder that holds package.json, wrangler.toml and the sources. */
export const repositoryRoot: string = resolve(import.meta.dirname, "../..");
