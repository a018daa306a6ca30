/** Answers without a body, whatever they are made with (Fetch Standard, null body status). */
const WITHOUT_BODY = [204, 205, 304];

/** An answer that has come to its end. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** `null`: it has none. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  response(): Response;
}

/** Reads an answer to its end, so that nothing of it is under way any more. */
export async function whole(answer: Response): Promise<WholeAnswer> {
  const { status, headers } = answer;
  const bytes =
    answer.body === null || WITHOUT_BODY.includes(status) ? null : new Uint8Array(await answer.arrayBuffer());
  return { status, headers, bytes, response: () => new Response(bytes, { status, headers }) };
}

/** The same status and headers; of the body the first half comes, and then the connection is lost. */
export function cutOffAnswer({ status, headers, bytes }: WholeAnswer): Response {
  const half = (bytes ?? new Uint8Array()).slice(0, Math.floor((bytes?.length ?? 0) / 2));
  let isSent = half.length === 0;
  const body = new ReadableStream({
    pull(controller) {
      if (isSent) controller.error(new TypeError("The connection was lost"));
      else controller.enqueue(half);
      isSent = true;
    },
  });
  return new Response(WITHOUT_BODY.includes(status) ? null : body, { status, headers });
}

/** A refusal that names another time, or none. */
export function withRetryAfter(answer: Response, retryAfter: string | null): Response {
  const headers = new Headers(answer.headers);
  headers.delete("retry-after");
  if (retryAfter !== null) headers.set("retry-after", retryAfter);
  return new Response(answer.body, { status: answer.status, headers });
}
