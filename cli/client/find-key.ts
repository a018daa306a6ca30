import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type SecretKey, secretKey } from "../../sdk/index.ts";
import { CannotRun } from "./cannot-run.ts";

/** The variable of the environment that may have the admin key. */
export const KEY_VARIABLE = "ONHAND_ADMIN_KEY";

/** Where the key may come from, in this order. */
export interface KeySources {
  /** `--key` */
  given: string | undefined;
  environment: string | undefined;
  /** The data folder of a server on this machine. */
  dataFolder: string;
}

const LOCAL_HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * The admin key: as given, else from the environment, else — for a server on this machine alone — the one that
 * `npm start` keeps in its data folder. Throws `CannotRun` when there is none, or it cannot be a key.
 */
export async function findKey(url: URL, { given, environment, dataFolder }: KeySources): Promise<SecretKey> {
  const said = given ?? environment;
  const key = (said ?? (LOCAL_HOSTS.has(url.hostname) ? await readKept(dataFolder) : "")).trim();
  if (key === "") {
    throw new CannotRun(
      `No admin key. Give it with --key or in ${KEY_VARIABLE}. For a server on this machine it is also read from the ` +
        `folder that the server keeps its data in (--data, now ${dataFolder}).`,
    );
  }
  // What no header can carry would fail inside fetch, with a message that shows the key.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new CannotRun("The admin key has characters that no key has.");
  if (key.startsWith("onh_pk_"))
    throw new CannotRun("That is a publishable key, for shop pages. An admin key is needed.");
  return secretKey(key);
}

async function readKept(dataFolder: string): Promise<string> {
  try {
    return await readFile(join(dataFolder, "admin-key"), "utf8");
  } catch {
    return "";
  }
}
