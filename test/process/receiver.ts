import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import type { WebhookMessage } from "../../sdk/index.ts";

/** A request as it came. */
export interface Received {
  atMs: number;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** How a request is answered; `silent`: never, and the line stays open. */
export type ReceiverAnswer = { status: number; headers?: Record<string, string>; body?: string } | "silent";

/** A shop's own server that takes webhooks. */
export interface Receiver {
  url(path: string): string;
  /** What the next requests of a path are answered; when they are used up: 200. */
  answer(path: string, ...answers: ReceiverAnswer[]): void;
  received(path: string): Received[];
  /** Resolves with the requests of a path when there are so many. */
  until(path: string, count: number): Promise<Received[]>;
  close(): Promise<void>;
}

const deadlineMs = 45_000;

/** Starts one on a port that is free. */
export async function startReceiver(): Promise<Receiver> {
  const all: Received[] = [];
  const answers = new Map<string, ReceiverAnswer[]>();
  const server = createServer((request, response) => {
    void take(request, response);
  });
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const atMs = Date.now();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const path = request.url ?? "";
    all.push({ atMs, path, headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
    const answer = answers.get(path)?.shift() ?? { status: 200 };
    if (answer === "silent") return;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Of a server that listens on a port.
  const { port } = server.address() as AddressInfo;
  const received = (path: string): Received[] => all.filter((each) => each.path === path);
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    answer: (path, ...given) => answers.set(path, given),
    received,
    until: async (path, count) => {
      const startedAt = performance.now();
      while (received(path).length < count) {
        if (performance.now() - startedAt > deadlineMs) {
          throw new Error(`${path} was asked ${received(path).length} times, not ${count}`);
        }
        await sleep(20);
      }
      return received(path);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a message says, if it is signed by a secret and not old; throws otherwise. As a receiver's developer does it. */
export function verified({ body, headers }: Received, secret: string): WebhookMessage {
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  // The signature says who wrote it.
  return new Webhook(secret).verify(body, given) as WebhookMessage;
}
