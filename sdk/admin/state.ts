import { isNotFoundError } from "../errors/not-found-error.ts";
import type { RevisionOptions } from "../transport/options.ts";
import type { Transport } from "../transport/transport.ts";

/** States what shall be: to say it twice is to say it once. */
export async function state<Body>(
  transport: Transport,
  method: "PUT" | "PATCH",
  path: string,
  body: unknown,
  { signal, ifMatch }: RevisionOptions = {},
): Promise<Body> {
  const headers = { "content-type": "application/json", ...revision(ifMatch) };
  const init = { method, headers, body: JSON.stringify(body) };
  return (await transport.send<Body>(path, { init, signal, retries: retriesWith(ifMatch) })).body;
}

/**
 * Removes something; where that takes its time, answers with what is being removed. Not there at the first attempt is a
 * `NotFoundError`; not there any more at a later one is done.
 */
export async function remove<Body>(
  transport: Transport,
  path: string,
  { signal, ifMatch }: RevisionOptions = {},
): Promise<Body | null> {
  try {
    const init = { method: "DELETE", headers: revision(ifMatch) };
    return (await transport.send<Body | null>(path, { init, signal, retries: retriesWith(ifMatch) })).body;
  } catch (error) {
    if (isNotFoundError(error) && error.attempts !== 1) return null;
    throw error;
  }
}

/** The same where it is done at once. */
export async function removeWhole(transport: Transport, path: string, options?: RevisionOptions): Promise<void> {
  await remove(transport, path, options);
}

function revision(ifMatch: number | undefined): Record<string, string> {
  return ifMatch === undefined ? {} : { "if-match": `"${ifMatch}"` };
}

/** A repeat would be refused for what a first attempt did. */
function retriesWith(ifMatch: number | undefined): number | undefined {
  return ifMatch === undefined ? undefined : 0;
}
