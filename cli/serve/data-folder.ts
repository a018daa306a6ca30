import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StartError } from "./start-error.ts";

/** A data folder that this process alone uses until it calls `release`, or ends in any way. */
export interface DataFolder {
  /** The folder's full path. */
  readonly path: string;
  /** Where the runtime keeps objects, database and rate limits; the layout is that of `wrangler --persist-to`. */
  readonly storagePath: string;
  /** The file with the admin key that was made here. */
  readonly adminKeyPath: string;
  /** The file that says which runtime process uses the folder. */
  readonly runtimeRecordPath: string;
  release(): void;
}

/**
 * Makes the folder when it is missing and takes it for this process. Throws a {@link StartError} when it cannot be
 * written or another process has it.
 */
export function openDataFolder(path: string): DataFolder {
  const full = resolve(path);
  try {
    makeFolder(full);
    accessSync(full, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(`The data folder ${full} cannot be written: ${reason(error)}.`);
  }
  const release = lock(join(full, "lock"), full);
  return {
    path: full,
    storagePath: join(full, "v3"),
    adminKeyPath: join(full, "admin-key"),
    runtimeRecordPath: join(full, "runtime"),
    release,
  };
}

/**
 * Locks with SQLite's lock on an empty database. The kernel drops it when the process ends, kill -9 included. A file
 * with a process id would not do: ids come round again, in a container with nearly every start.
 */
function lock(file: string, folder: string): () => void {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(file);
  } catch (error) {
    throw new StartError(`The data folder ${folder} cannot be written: ${reason(error)}.`);
  }
  try {
    // Nothing is ever written, so no journal file is needed.
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) {
      throw new StartError(`Another Onhand already uses the data folder ${folder}.`);
    }
    throw new StartError(`The data folder ${folder} cannot be locked: ${reason(error)}.`);
  }
  return () => database.close();
}

/** As mkdir -p. Node's own `recursive` never returns where the file system refuses a new folder with ENOENT, as /proc does. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (isCode(error, "EEXIST")) {
      if (!statSync(path).isDirectory()) throw new Error("it is not a folder");
    } else if (isCode(error, "ENOENT") && dirname(path) !== path) {
      makeFolder(dirname(path));
      mkdirSync(path, { mode: 0o700 });
    } else {
      throw error;
    }
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
