import { runDurableObjectAlarm } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import type { TestServer } from "onhand/testing";
import { vi } from "vitest";
import { keyFor } from "../shop.ts";
import { type ComparedAnswer, Comparison } from "./compared.ts";
import type { Asker, AskOptions, Side, SideAnswer } from "./side.ts";

const BASE = "https://onhand.test";

/** Long enough for a change to be announced and projected. */
const NEWS_MS = 2_000;

const SLOTS = Array.from({ length: 64 }, (_, slot) => `slot-${slot}`);

/** What is different between the two. */
interface Server {
  readonly keys: Readonly<Record<Exclude<Asker, "nobody">, string>>;
  fetch(request: Request): Promise<Response>;
  pass(ms: number): Promise<void>;
  /** Tries once more after a while, until it does not throw. */
  retry<Value>(attempt: () => Promise<Value>): Promise<Value>;
}

/** A side that is played one scenario, with what it has answered. */
export class PlayedSide implements Side {
  readonly answers: ComparedAnswer[] = [];
  readonly #server: Server;
  readonly #comparison: Comparison;
  readonly #address: string;
  #asked = 0;

  /** `number`: the scenario's, so that each has a client of its own. */
  constructor(server: Server, number: number, startMs: number) {
    this.#server = server;
    this.#comparison = new Comparison(startMs);
    this.#address = `10.9.0.${number}`;
  }

  async ask<Body = unknown>(
    asker: Asker,
    method: string,
    path: string,
    options: AskOptions = {},
  ): Promise<SideAnswer<Body>> {
    this.#asked += 1;
    const [answer, text] = await this.#send(asker, method, path, options);
    return this.#noted(`${asker} ${method} ${path}`, answer, text);
  }

  pass(ms: number): Promise<void> {
    return this.#server.pass(ms);
  }

  async until<Body>(path: string, fits: (body: Body) => boolean): Promise<SideAnswer<Body>> {
    await this.#server.pass(NEWS_MS);
    const [answer, text] = await this.#server.retry(async () => {
      const found = await this.#send("admin", "GET", path, {});
      // The scenario says what it expects.
      if (!fits(JSON.parse(found[1]) as Body)) throw new Error(`${path} is still ${found[1].slice(0, 2_000)}`);
      return found;
    });
    return this.#noted(`until GET ${path}`, answer, text);
  }

  async #send(
    asker: Asker,
    method: string,
    path: string,
    { body, headers = {}, key, idempotencyKey }: AskOptions,
  ): Promise<[Response, string]> {
    const all = new Headers({ "cf-connecting-ip": this.#address, ...headers });
    const token = key ?? (asker === "nobody" ? undefined : this.#server.keys[asker]);
    if (token !== undefined && !all.has("authorization")) all.set("authorization", `Bearer ${token}`);
    const own = `key-of-the-call-with-number-${this.#address}-${this.#asked}`;
    const idempotency = idempotencyKey === undefined && method === "POST" ? own : idempotencyKey;
    if (idempotency !== null && idempotency !== undefined) all.set("idempotency-key", idempotency);
    if (body !== undefined && !all.has("content-type")) all.set("content-type", "application/json");
    const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
    const answer = await this.#server.fetch(new Request(BASE + path, { method, headers: all, ...sent }));
    return [answer, await answer.text()];
  }

  #noted<Body>(asked: string, answer: Response, text: string): SideAnswer<Body> {
    this.answers.push(this.#comparison.of(asked, answer.status, answer.headers, text));
    const isJson = answer.headers.get("content-type")?.includes("json") === true && text !== "";
    // The scenario says what it takes from it.
    return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(text) : text) as Body };
  }
}

/**
 * The real Worker in this runtime, made at a time. Its time is the faked `Date`; alarms are run where they would be due.
 */
export async function realServer(startMs: number): Promise<Server> {
  // The database was made by the runtime's own clock.
  await env.DB.batch(
    ["warehouse", "channel"].map((table) => env.DB.prepare(`UPDATE ${table} SET updated_at = ?`).bind(startMs)),
  );
  return {
    keys: { admin: env.ADMIN_KEY ?? "", shopper: await keyFor("shopper") },
    fetch: (request) => exports.default.fetch(request),
    pass: async (ms) => {
      vi.setSystemTime(Date.now() + ms);
      for (const slot of SLOTS) await runDurableObjectAlarm(env.SLOT.getByName(slot));
    },
    // Through the real queue, in real time.
    retry: (attempt) => vi.waitFor(attempt, { timeout: 20_000, interval: 50 }),
  };
}

/** The test server. */
export function testServer(server: TestServer): Server {
  return {
    keys: { admin: server.admin.key, shopper: server.shopper.key },
    fetch: (request) => server.fetch(request),
    pass: (ms) => server.clock.advance(ms),
    // Once is enough: what is due has happened when the clock stands.
    retry: (attempt) => attempt(),
  };
}
