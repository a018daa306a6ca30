import { type Admin, isOnhandError } from "../../sdk/index.ts";
import { CannotRun } from "./cannot-run.ts";
import { connect } from "./connect.ts";
import { explainFailure } from "./explain-failure.ts";
import { findKey, KEY_VARIABLE } from "./find-key.ts";
import type { Surroundings } from "./surroundings.ts";

/** Which server a command asks, and as whom. */
export interface ServerOptions {
  /** `--url` */
  url: string;
  /** `--key` */
  key: string | undefined;
  /** `--data`: the data folder of a server on this machine. */
  data: string;
}

/** A server that a command asks. */
export interface ServerAsked {
  url: URL;
  server: Admin;
}

/** The server that the command line names. Asks it nothing yet. Throws `CannotRun` for an address or key that is none. */
export async function serverOf(options: ServerOptions, surroundings: Surroundings): Promise<ServerAsked> {
  const url = parseUrl(options.url);
  const sources = { given: options.key, environment: surroundings.environment[KEY_VARIABLE], dataFolder: options.data };
  return { url, server: connect(url, await findKey(url, sources)) };
}

/** A failure of the client in words; anything else as it is. */
export function inWords(error: unknown, url: URL): unknown {
  return isOnhandError(error) ? explainFailure(error, url) : error;
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new CannotRun(`--url "${text}" is not an address such as http://127.0.0.1:8787.`);
  }
  if (url.search !== "" || url.hash !== "") throw new CannotRun("--url has something after its path.");
  if (url.username !== "" || url.password !== "") throw new CannotRun("--url has a name or password in it.");
  return url;
}
