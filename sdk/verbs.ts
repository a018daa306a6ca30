import type { Answer } from "./answer.ts";
import { freshIdempotencyKey } from "./idempotency-key.ts";
import type { CallOptions, PageOptions, RevisionOptions, WriteOptions } from "./options.ts";
import { withQuery } from "./path.ts";
import type { Transport } from "./transport.ts";

/** Reads something. */
export async function read<Body>(transport: Transport, path: string, options: CallOptions = {}): Promise<Body> {
  return bodyOf(await transport.send({ method: "GET", path, signal: options.signal }));
}

/** What a list is asked for by: parameters by name, those without a value left out. */
export type ListFilter = Readonly<Record<string, string | number | boolean | undefined>>;

/** Reads one page of a list. */
export function readPage<Body>(
  transport: Transport,
  path: string,
  options: PageOptions = {},
  filter: ListFilter = {},
): Promise<Body> {
  const { cursor, limit, signal } = options;
  return read(
    transport,
    withQuery(path, [
      ...Object.entries(filter).map(([name, value]) => [name, value === undefined ? value : String(value)] as const),
      ["cursor", cursor],
      ["limit", limit],
    ]),
    { signal },
  );
}

/** What a look found: something, or that it is what the ETag stands for. */
export type Look<Body> = { kind: "fresh"; body: Body; etag: string | null } | { kind: "unchanged" };

/** Reads something that may have been read before. */
export async function look<Body>(
  transport: Transport,
  path: string,
  etag: string | undefined,
  signal: AbortSignal,
): Promise<Look<Body>> {
  const answer = await transport.send({ method: "GET", path, ifNoneMatch: etag, signal });
  if (answer.status === 304) return { kind: "unchanged" };
  return { kind: "fresh", body: bodyOf(answer), etag: answer.etag };
}

/** Changes something, once: all attempts carry the same idempotency key. */
export async function post<Body>(
  transport: Transport,
  path: string,
  body: unknown,
  options: WriteOptions = {},
): Promise<Body> {
  const { signal, idempotencyKey = freshIdempotencyKey() } = options;
  return bodyOf(await transport.send({ method: "POST", path, body, idempotencyKey, signal }));
}

/** States what shall be: to say it twice is to say it once. */
export async function state<Body>(
  transport: Transport,
  method: "PUT" | "PATCH",
  path: string,
  body: unknown,
  options: RevisionOptions = {},
): Promise<Body> {
  const { signal, ifMatch } = options;
  return bodyOf(await transport.send({ method, path, body, ifMatch, signal }));
}

/** Removes something. Not there at the first attempt is a `NotFoundError`; not there any more at a later one is done. */
export async function remove(transport: Transport, path: string, options: RevisionOptions = {}): Promise<void> {
  const { signal, ifMatch } = options;
  await transport.send({ method: "DELETE", path, ifMatch, signal, isDoneWhenGone: true });
}

/** The same where it takes its time: what is being removed, or `null` when a later attempt found it gone. */
export async function removeLater<Body>(
  transport: Transport,
  path: string,
  options: RevisionOptions = {},
): Promise<Body | null> {
  const { signal, ifMatch } = options;
  return bodyOf(await transport.send({ method: "DELETE", path, ifMatch, signal, isDoneWhenGone: true }));
}

function bodyOf<Body>(answer: Answer): Body {
  // The contract says what a route answers with, and the compiler holds the server's own schemas to it: here, and nowhere
  // else, that is taken at its word.
  return answer.body as Body;
}
