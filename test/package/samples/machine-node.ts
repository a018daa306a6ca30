import { accessSync, constants, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * The Node that a person on this machine would run, or none: the first on the path that is not a package's, where that is
 * another one than runs the tests.
 */
export function machineNode(): string[] {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  const found = folders.map((folder) => join(folder, "node")).find(isExecutable);
  return found === undefined || realpathSync(found) === realpathSync(process.execPath) ? [] : [found];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
