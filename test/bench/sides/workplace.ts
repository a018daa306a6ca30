import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../../cli/build/repository-root.ts";

/** A folder for everything that a benchmark writes: scripts and the data of the servers. `remove` takes all of it away. */
export interface Workplace {
  readonly path: string;
  /** A path in it that was not given before. */
  fresh(name: string): string;
  remove(): void;
}

/** Makes one below `dist`: workerd reads scripts only from below the repository, and a temporary folder may be no disk. */
export function openWorkplace(): Workplace {
  const dist = join(repositoryRoot, "dist");
  mkdirSync(dist, { recursive: true });
  const path = mkdtempSync(join(dist, ".bench-"));
  let given = 0;
  return {
    path,
    fresh: (name) => {
      given += 1;
      return join(path, `${given}-${name}`);
    },
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}
