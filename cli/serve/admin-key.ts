import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { StartError } from "./start-error.ts";

/** The installation's admin key and where it is from. */
export interface AdminKey {
  readonly key: string;
  /** `environment`: set by the operator in ADMIN_KEY. `made`: just made. `kept`: made at an earlier start. */
  readonly from: "environment" | "made" | "kept";
}

/**
 * The admin key: `configured` when it is set and not empty, else the one in `file`, else a new one of 256 random bits,
 * which is then kept in `file` for the owner of the process alone (mode 0600).
 */
export function adminKeyOf(configured: string | undefined, file: string): AdminKey {
  if (configured !== undefined && configured !== "") return { key: configured, from: "environment" };
  if (existsSync(file)) {
    const key = readFileSync(file, "utf8").trim();
    if (key === "") throw new StartError(`The admin key file ${file} is empty. Remove it to have a new key made.`);
    return { key, from: "kept" };
  }
  const key = `onh_sk_${randomBytes(32).toString("base64url")}`;
  // Renamed into place: a start that is killed half-way leaves no half a key.
  writeFileSync(`${file}.new`, `${key}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return { key, from: "made" };
}
