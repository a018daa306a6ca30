import type { RequestText } from "../load/plan.ts";

/** The text of a request without a body. */
export function getRequest(path: string, headers: readonly string[]): RequestText {
  return { before: `GET ${path} HTTP/1.1\r\n${[...headers, "", ""].join("\r\n")}`, after: null };
}

/** The text of a request with a JSON body; each goes out with an idempotency key of its own when `isKeyed`. */
export function postRequest(path: string, headers: readonly string[], body: unknown, isKeyed: boolean): RequestText {
  const json = JSON.stringify(body);
  const head = [...headers, "content-type: application/json", `content-length: ${Buffer.byteLength(json)}`].join(
    "\r\n",
  );
  const start = `POST ${path} HTTP/1.1\r\n${head}\r\n`;
  if (!isKeyed) return { before: `${start}\r\n${json}`, after: null };
  return { before: `${start}idempotency-key: `, after: `\r\n\r\n${json}` };
}

/** Sends a request that prepares or checks a measurement. Rejects when the answer is not a good one. */
export async function askJson<Value>(url: string, init: RequestInit = {}): Promise<Value> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${init.method ?? "GET"} ${url}: ${response.status} ${text.slice(0, 500)}`);
  // What the caller asked for; a wrong figure shows in the check that it is asked for.
  return JSON.parse(text) as Value;
}
