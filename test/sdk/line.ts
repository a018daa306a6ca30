import type { Fetch, Problem } from "../../sdk/index.ts";

/** One request as it was sent. */
export interface Sent {
  method: string;
  /** Path and query, below the host. */
  path: string;
  headers: Headers;
  body: string | null;
  signal: AbortSignal;
}

/** What happens to one request. */
export type Answering = (sent: Sent) => Response | Promise<Response>;

/** A line that can be listened to, with whatever answers at its other end. */
export interface Line {
  fetch: Fetch;
  sent: Sent[];
  /** Taken by the next requests, one each; then everything is answered as the line was made to. */
  answers: Answering[];
}

/** A line on which everything that is not answered otherwise is answered by `otherwise`; default: `{}`. */
export function line(answers: Answering[] = [], otherwise: Answering = answering(200, {})): Line {
  const made: Line = {
    sent: [],
    answers: [...answers],
    async fetch(url, init) {
      const request = new Request(url, init);
      const { pathname, search } = new URL(url);
      const sent = {
        method: request.method,
        path: pathname + search,
        headers: request.headers,
        body: init.body === undefined ? null : String(init.body),
        // Not the request's, which is one of its own in some runtimes.
        signal: init.signal ?? request.signal,
      };
      made.sent.push(sent);
      return (made.answers.shift() ?? otherwise)(sent);
    },
  };
  return made;
}

/** The same answer whatever was asked. A text is sent as it is, anything else as JSON. */
export function answering(status: number, body: unknown = null, headers: Record<string, string> = {}): Answering {
  const text = typeof body === "string" ? body : body === null ? null : JSON.stringify(body);
  return () => new Response(text, { status, headers });
}

/** A refusal in the server's own words. */
export function refusing(
  code: string,
  status: number,
  more: Partial<Problem> = {},
  headers: Record<string, string> = {},
): Answering {
  const problem = { type: `urn:onhand:problem:${code}`, title: "Title", status, detail: "detail", code, ...more };
  const all = { "content-type": "application/problem+json", "x-request-id": "r-1", ...headers };
  return answering(status, { requestId: "r-1", ...problem }, all);
}

/** The request never gets there. */
export const unreachable: Answering = async () => {
  throw new TypeError("there is no connection");
};

/** Nothing comes, ever. It does not even listen to its signal. */
export const silent: Answering = () => new Promise(() => {});

/** Status and headers come, and a part of the body; then the connection is lost. */
export const broken: Answering = () => {
  let isSent = false;
  const body = new ReadableStream({
    pull(controller) {
      if (isSent) controller.error(new TypeError("the connection was lost"));
      else controller.enqueue(new TextEncoder().encode('{"sku":'));
      isSent = true;
    },
  });
  return new Response(body, { status: 200 });
};

/** Status and headers come, and the body does not end. */
export const endless: Answering = () => new Response(new ReadableStream(), { status: 200 });
